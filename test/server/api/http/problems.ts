import { readFileSync } from 'node:fs';
import t from 'tap';
import type { RefusalCode } from '../../../../src/core/codes.js';
import { Fault, Refusal } from '../../../../src/core/errors.js';
import { ApiRefusal, answerTo } from '../../../../src/server/api/http/problems.js';
import { statusOfCode } from '../../../../src/server/api/http/status-codes.js';

t.test('a refusal of the API has its status, its words and its headers', async (t) => {
  const refusal = new ApiRefusal('locked-out', 'Later.', { retryAfter: 7, headers: { allow: 'GET' } });
  t.strictSame(answerTo(refusal), {
    problem: {
      type: 'urn:petcam:problem:locked-out',
      title: 'Too Many Requests',
      status: 429,
      code: 'locked-out',
      detail: 'Later.',
    },
    headers: { allow: 'GET', 'retry-after': '7' },
  });
});

t.test('a refusal of another room keeps its code', async (t) => {
  t.match(answerTo(new Refusal('image-too-large', 'Too many pixels.')).problem, {
    status: 413,
    code: 'image-too-large',
    detail: 'Too many pixels.',
  });
});

t.test('a refusal that no request can cause is a failure of the hub, and says nothing', async (t) => {
  const unlisted: [RefusalCode, string][] = [
    ['topic-invalid', 'a message of a camera'],
    ['usage', 'a command'],
    ['sync-denied', 'the bucket'],
    ['brand-new' as RefusalCode, 'a process of another version'],
  ];
  for (const [code, from] of unlisted) {
    const { problem } = answerTo(new Refusal(code, 'Odd.'));
    t.match(problem, { status: 500, code: 'internal' }, from);
    t.notMatch(problem.detail, 'Odd.', from);
  }
});

t.test('a fault says that the hub failed, and nothing else', async (t) => {
  const secret = '/var/lib/petcam/hub.db is damaged';
  const codes = [
    'database-damaged',
    'storage-full',
    'model-hash',
    'vision-unavailable',
    'vision-ended',
  ] as const;
  const answers = codes.map((code) => answerTo(new Fault(code, secret, 'Look at it.')));
  t.strictSame(
    answers.map(({ problem }) => [problem.status, problem.code]),
    [
      [500, 'internal'],
      [507, 'storage-full'],
      [503, 'vision-unavailable'],
      [503, 'vision-unavailable'],
      [503, 'vision-ended'],
    ],
  );
  t.notMatch(JSON.stringify(answers), 'hub.db');
  t.equal(answers[1]?.headers['retry-after'], '10');
});

t.test('anything else thrown is our own failure and never leaks', async (t) => {
  for (const thrown of [
    new TypeError('secret'),
    new Error('secret'),
    { statusCode: 503, message: 'secret' },
  ]) {
    const { problem } = answerTo(thrown);
    t.match(problem, { status: 500, code: 'internal' });
    t.notMatch(JSON.stringify(problem), 'secret');
  }
});

t.test("the server's own refusals get codes of this API", async (t) => {
  const cases: [object, number, string][] = [
    [{ statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE', message: 'm' }, 413, 'body-too-large'],
    [{ statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', message: 'm' }, 415, 'media-type'],
    [{ statusCode: 413, code: 'FST_FILES_LIMIT', message: 'm' }, 400, 'photos-count'],
    [{ statusCode: 404, message: 'm' }, 404, 'not-found'],
    [{ statusCode: 400, message: 'm' }, 400, 'body-invalid'],
    [{ statusCode: 418, message: 'm' }, 400, 'body-invalid'],
  ];
  for (const [thrown, status, code] of cases) t.match(answerTo(thrown).problem, { status, code }, code);
});

t.test('no sentence is that of a library', async (t) => {
  const files = answerTo({ statusCode: 413, code: 'FST_FILES_LIMIT', message: 'reach files limit' });
  t.equal(files.problem.detail, 'There are more photos in the upload than this address takes.');
  const detailOf = (validationContext: string, instancePath: string, message: string, more = {}) =>
    answerTo({
      validation: [{ keyword: 'other', instancePath, message, params: {}, ...more }],
      validationContext,
    }).problem.detail;
  const of = (message: string) => detailOf('params', '/id', message);
  t.equal(of('must be >= 1'), 'The address is not as it should be: id has to be at least 1.');
  t.match(of('must be <= 9'), 'id has to be at most 9.');
  t.match(of('must match pattern "^a$"'), 'id has characters that it may not have.');
  t.match(of('must be equal to one of the allowed values'), 'id is none of the words that are known here.');
  t.match(of('must be integer'), 'id has to be a whole number.');
  t.match(of('must be either string or null'), 'id has to be text or null.');
  t.match(of('must be multiple of 2'), 'id has to be a multiple of 2.');
  t.match(of('must match a schema in anyOf'), 'id does not have a form that fits here.');
  t.match(of('must not have fewer than 1 properties'), 'id may not be empty.');
  t.match(of('must not have more than 64 characters'), 'id may not have more than 64 characters.');
  t.equal(
    detailOf('querystring', '', 'must be object'),
    'The query is not as it should be: has to be a JSON object.',
  );
  const missing = { keyword: 'required', params: { requiredProperties: ['name'] } };
  t.equal(detailOf('body', '', '', missing), 'The body is not as it should be: name is missing.');
  t.equal(detailOf('body', '', '', { keyword: 'boolean' }), 'The body is not as it should be.');
});

t.test('docs/API.md lists every code with its status, and no other', async (t) => {
  const text = readFileSync(new URL('../../../../docs/API.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  t.strictSame(Object.fromEntries(rows), { ...statusOfCode });
});
