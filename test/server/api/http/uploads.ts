import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { multipart, startApi } from '../../../support/api/hub.js';

const { app, clock, directory, vision, signedIn } = await startApi(t);
const [mina, jun] = [await signedIn('owner'), await signedIn('member')];
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;
const photo = { bytes: Buffer.alloc(1000, 7) };

/** A form of one photo and these text fields. */
async function upload(fields: { name: string; value: string }[], type = 'text/plain') {
  const { payload, headers } = multipart([photo]);
  const texts = fields.map(({ name, value }) =>
    Buffer.from(
      `--petcam-boundary\r\ncontent-disposition: form-data; name="${name}"\r\ncontent-type: ${type}\r\n\r\n${value}\r\n`,
    ),
  );
  const body = Buffer.concat([...texts, payload]);
  return app.inject({
    method: 'POST',
    url: '/upscale',
    payload: body,
    headers: { ...mina.headers, ...headers },
  });
}

/** Begins an upload that brings its first bytes and then nothing by itself. */
async function begin(who: { headers: Record<string, string> }) {
  const { payload, headers } = multipart([{ bytes: Buffer.alloc(400_000, 7) }]);
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/upscale',
    agent: false,
    headers: { ...headers, ...who.headers, 'transfer-encoding': 'chunked' },
  });
  request.on('error', () => {});
  const answer = once(request, 'response').then(([response]) => (response as IncomingMessage).resume());
  await write(request, payload.subarray(0, 1000));
  return { request, answer, rest: payload.subarray(1000) };
}

/** Sends some bytes and waits until the hub waits for more. */
async function write(request: ClientRequest, bytes: Buffer) {
  await new Promise<void>((resolve) => request.write(bytes, () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 100));
}

t.test('20 text fields of 64 kB together are read over; more are refused', async (t) => {
  const fields = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `field${index}`, value: 'x'.repeat(length) }));
  t.equal((await upload(fields(20, 3000))).statusCode, 200);
  t.equal((await upload(fields(1, 64 * 1024))).statusCode, 200);
  for (const [count, length] of [
    [21, 1],
    [20, 3300],
    [2, 64 * 1024],
    [1, 64 * 1024 + 1],
  ] as const) {
    const answer = await upload(fields(count, length));
    t.match(answer.json(), { status: 413, code: 'body-too-large' }, `${count} of ${length}`);
  }
  t.equal((await upload([{ name: 'order', value: '{"a":[1]}' }], 'application/json')).statusCode, 200);
});

t.test('one photo may have all the bytes of an upload, and a chunked one no more than others', async (t) => {
  const { payload, headers } = multipart([{ bytes: Buffer.alloc(49_990_000, 7) }]);
  const send = async (body: Buffer) => {
    const all = { ...mina.headers, ...headers, 'transfer-encoding': 'chunked' };
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/upscale',
      agent: false,
      headers: all,
    });
    request.on('error', () => {});
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };
  t.equal(await send(payload), 200);
  t.equal(vision.asked.at(-1)?.bytes.length, 49_990_000);
  t.equal(await send(Buffer.concat([payload, Buffer.alloc(20_000)])), 413, 'bytes behind the form count');
});

t.test(
  'an upload that brings less than 32 kB a second ends after ten seconds, another goes on',
  async (t) => {
    const slow = await begin(mina);
    const steady = await begin(jun);
    for (let second = 0; second < 12; second += 1) {
      await write(steady.request, steady.rest.subarray(second * 33_000, (second + 1) * 33_000));
      await clock.advance(1000);
    }
    await clock.advance(2000);
    t.equal((await slow.answer).statusCode, 408);
    steady.request.end(steady.rest.subarray(12 * 33_000));
    t.equal((await steady.answer).statusCode, 200);
  },
);

t.test('one person takes two of the four places, and another still finds one', async (t) => {
  const [first, second] = [await begin(mina), await begin(mina)];
  const third = await begin(mina);
  t.equal((await third.answer).statusCode, 503);
  const other = await begin(jun);
  for (const { request, rest, answer } of [first, second, other]) {
    request.end(rest);
    t.equal((await answer).statusCode, 200);
  }
});

t.test('what an upload brings has no name on the disk, and is gone with it', async (t) => {
  const upload = await begin(mina);
  t.notOk(readdirSync(directory).some((name) => name.startsWith('upload')));
  upload.request.end(upload.rest);
  t.equal((await upload.answer).statusCode, 200);
  t.equal(vision.asked.at(-1)?.bytes.length, 400_000);
});
