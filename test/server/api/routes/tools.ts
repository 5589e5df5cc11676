import t from 'tap';
import { Refusal } from '../../../../src/core/errors.js';
import { MAX_UPLOAD_BYTES } from '../../../../src/server/api/http/upload-meter.js';
import { multipart, startApi } from '../../../support/api/hub.js';
import { analysisOf } from '../../../support/store.js';

const { app, vision, signedIn } = await startApi(t);
const { headers } = await signedIn('member');
const photoOf = (size: number) => ({ bytes: Buffer.alloc(size, 7) });

async function upload(url: string, files: Parameters<typeof multipart>[0]) {
  const body = multipart(files);
  return app.inject({ method: 'POST', url, payload: body.payload, headers: { ...headers, ...body.headers } });
}

t.test('the best of several photos, by their place in the upload', async (t) => {
  const response = await upload('/bestcut', [photoOf(100), photoOf(300), photoOf(200)]);
  t.match(response.json(), {
    best: 1,
    ranking: [1, 2, 0],
    pet: 'cat',
    summary: { text: 'sharpest of 3' },
    frames: [
      { index: 1, place: 1, gates: [], scores: { overall: 1 }, reason: { text: 'place 1' } },
      { index: 2, place: 2 },
      { index: 0, place: 3 },
    ],
    refused: [],
  });
});

t.test('a pet that could be a cat or a dog is neither', async (t) => {
  const works = vision.answers.analyse;
  vision.answers.analyse = (bytes) => analysisOf({ features: { headDetail: bytes.length, dog: 0.2 } });
  t.teardown(() => {
    vision.answers.analyse = works;
  });
  const { pet, isKindSure } = (await upload('/bestcut', [photoOf(100), photoOf(300)])).json();
  t.strictSame([pet, isKindSure], ['other', undefined]);
});

t.test('a photo that is none does not spoil the others', async (t) => {
  const works = vision.answers.analyse;
  vision.answers.analyse = (bytes, signal) => {
    if (bytes.length === 300) throw new Refusal('image-undecodable', 'it ends too early');
    return works(bytes, signal);
  };
  t.teardown(() => {
    vision.answers.analyse = works;
  });
  t.match((await upload('/bestcut', [photoOf(100), photoOf(300), photoOf(200)])).json(), {
    best: 2,
    ranking: [2, 0],
    refused: [{ index: 1, code: 'image-undecodable', message: 'it ends too early' }],
  });
  const none = await upload('/bestcut', [photoOf(300), photoOf(300)]);
  t.match(none.json(), { status: 422, code: 'image-undecodable' });
});

t.test(
  'photos are measured coarsely first, and the pet is looked for once in each that may win',
  async (t) => {
    const works = vision.answers.detect;
    const cat = { label: 'cat', score: 0.8, x: 10, y: 10, width: 50, height: 40 };
    vision.answers.detect = () => ({ pets: [cat], others: [], hint: null });
    t.teardown(() => {
      vision.answers.detect = works;
    });
    vision.asked.length = 0;
    const photos = Array.from({ length: 10 }, (_, i) => photoOf(100 + i));
    t.match((await upload('/bestcut', photos)).json(), { best: 9, ranking: { length: 10 } });
    const asked = (task: string) => vision.asked.filter((one) => one.task === task);
    t.equal(asked('coarseStats').length, 10);
    t.equal(asked('detect').length, 10);
    t.ok(
      asked('analyse').every(({ request }) => 'box' in request),
      'nowhere else does the detector run',
    );
  },
);

t.test('a photo that does not survive the first look is refused with the reason', async (t) => {
  const works = vision.answers.coarseStats;
  vision.answers.coarseStats = (bytes, signal) => {
    if (bytes.length === 100) throw new Refusal('image-too-large', 'more than 25 megapixels');
    return works(bytes, signal);
  };
  t.teardown(() => {
    vision.answers.coarseStats = works;
  });
  t.match((await upload('/bestcut', [photoOf(100), photoOf(300), photoOf(200)])).json(), {
    best: 1,
    ranking: [1, 2],
    refused: [{ index: 0, code: 'image-too-large', message: 'more than 25 megapixels' }],
  });
});

t.test('what keeps the vision process from working is no fault of a photo', async (t) => {
  const works = vision.answers.analyse;
  vision.answers.analyse = () => {
    throw new Refusal('vision-busy', '32 images are waiting already');
  };
  t.teardown(() => {
    vision.answers.analyse = works;
  });
  const response = await upload('/bestcut', [photoOf(100), photoOf(300)]);
  t.match(response.json(), { status: 503, code: 'vision-busy' });
  t.ok(response.headers['retry-after']);
});

t.test('how many photos a call takes', async (t) => {
  t.match((await upload('/bestcut', [photoOf(1)])).json(), { status: 400, code: 'photos-count' });
  t.match(
    (
      await upload(
        '/bestcut',
        Array.from({ length: 21 }, () => photoOf(1)),
      )
    ).json(),
    { code: 'photos-count' },
  );
  t.equal(
    (
      await upload(
        '/bestcut',
        Array.from({ length: 20 }, () => photoOf(1)),
      )
    ).statusCode,
    200,
  );
  t.match((await upload('/upscale', [])).json(), { code: 'photos-count' });
  t.match((await upload('/upscale', [photoOf(1), photoOf(1)])).json(), { code: 'photos-count' });
});

t.test('only a form of photos will do', async (t) => {
  const json = await app.inject({ method: 'POST', url: '/upscale', headers, payload: { photo: 'x' } });
  t.match(json.json(), { status: 415, code: 'media-type' });
  const bare = await app.inject({ method: 'POST', url: '/upscale', headers });
  t.match(bare.json(), { status: 415, code: 'media-type' });
  const broken = await app.inject({
    method: 'POST',
    url: '/upscale',
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\nhalf',
  });
  t.match(broken.json(), { status: 400, code: 'body-invalid' });
});

t.test('a limit on all photos together', async (t) => {
  const half = photoOf(MAX_UPLOAD_BYTES / 2 + 40_000);
  const announced = await upload('/bestcut', [half, half]);
  t.match(announced.json(), { status: 413, code: 'body-too-large' });
  const single = await upload('/upscale', [photoOf(MAX_UPLOAD_BYTES + 1)]);
  t.match(single.json(), { status: 413, code: 'body-too-large' });
});
