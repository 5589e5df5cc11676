import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import { FFMPEG } from '../../../src/imaging/film/mp4.js';
import { renderFilm } from '../../../src/imaging/film/render.js';
import { filmStill } from '../../../src/imaging/film/still.js';
import { temporaryFolder } from '../../support/folder.js';
import { fixture, gradient } from '../../support/photos.js';

const photos = [fixture('cat-focus', 2), fixture('cat-night', 1), fixture('cat-turns-head', 0)];
const without =
  existsSync(FFMPEG) && existsSync('/usr/bin/ffprobe') ? false : "Debian's ffmpeg is not installed";

/** A line of text as a phone draws it: white on black; here the right half is white. */
const caption = await sharp({ create: { width: 1080, height: 108, channels: 3, background: 'black' } })
  .composite([
    { input: { create: { width: 540, height: 108, channels: 3, background: 'white' } }, left: 540, top: 0 },
  ])
  .png()
  .toBuffer();

function requestOf(shape: '9:16' | '1:1', lines: (Buffer | null)[] = []) {
  const parts = photos.map((photo, index) => ({ photo, line: lines[index] ?? null }));
  return {
    bytes: Buffer.concat(parts.flatMap(({ photo, line }) => (line ? [photo, line] : [photo]))),
    photos: parts.map(({ photo, line }) => ({
      length: photo.length,
      caption: line?.length ?? 0,
      subject: null,
    })),
    shape,
  };
}

function context() {
  const heard: number[] = [];
  const cancel = new AbortController();
  return { heard, cancel, signal: cancel.signal, onProgress: (done: number) => void heard.push(done) };
}

const films = () => readdirSync(tmpdir()).filter((name) => name.startsWith('film-'));

t.test(
  'a film that a phone takes: H.264 in MP4, begins at once, as long as its photos',
  { skip: without },
  async (t) => {
    for (const [shape, width, height] of [
      ['9:16', 1080, 1920],
      ['1:1', 1080, 1080],
    ] as const) {
      const { heard, ...rest } = context();
      const film = await renderFilm(requestOf(shape, [caption, null, caption]), rest);
      t.match(film, { mime: 'video/mp4', width, height });
      const file = path.join(temporaryFolder(t), 'film.mp4');
      writeFileSync(file, film.bytes);
      const probe = JSON.parse(
        execFileSync('/usr/bin/ffprobe', [
          ...['-v', 'error', '-of', 'json', '-show_streams', '-show_format', '-count_frames', file],
        ]).toString(),
      );
      t.match(probe.streams, [
        {
          codec_name: 'h264',
          profile: 'High',
          pix_fmt: 'yuv420p',
          color_space: 'bt709',
          r_frame_rate: '25/1',
          width,
          height,
        },
      ]);
      t.equal(probe.streams.length, 1);
      t.equal(Number(probe.streams[0].nb_read_frames), 3 * 60, 'every picture decodes');
      t.ok(Math.abs(Number(probe.format.duration) - 7.2) < 0.05, `${probe.format.duration} s`);
      const text = Buffer.from(film.bytes).toString('latin1');
      t.ok(text.indexOf('moov') < text.indexOf('mdat'), 'it plays before it is there as a whole');
      t.ok(film.bytes.length < 4_000_000, `${film.bytes.length} bytes`);
      t.strictSame(
        heard,
        [...heard].sort((a, b) => a - b),
      );
      t.ok(heard.length > 0 && heard.every((done) => done >= 0 && done <= 1));
    }
  },
);

t.test('without ffmpeg it is an animation of the same shape', async (t) => {
  const { heard, ...rest } = context();
  const film = await renderFilm(requestOf('9:16', [caption]), rest, '/usr/bin/no-ffmpeg');
  t.match(film, { mime: 'image/webp', width: 480, height: 853 });
  const moving = await sharp(film.bytes, { animated: true }).metadata();
  t.match(moving, { format: 'webp', width: 480, pageHeight: 853, pages: 12 });
  t.strictSame(heard, [0.25, 0.5, 0.75]);
});

t.test(
  'a photo that does not decode is refused as such, and nothing is left behind',
  { skip: without },
  async (t) => {
    const before = films();
    const request = requestOf('1:1');
    const broken = { ...request, bytes: Buffer.from(request.bytes).fill(0, 0, 64) };
    await t.rejects(renderFilm(broken, context()), { code: 'image-undecodable' });
    const badLine = requestOf('1:1', [Buffer.from('no picture')]);
    await t.rejects(renderFilm(badLine, context()), { code: 'image-undecodable' });
    t.strictSame(films(), before);
  },
);

t.test('an encoder that fails says why, and one that nobody waits for ends', { skip: without }, async (t) => {
  const before = films();
  const program = path.join(temporaryFolder(t), 'ffmpeg');
  writeFileSync(program, '#!/bin/sh\necho "no such encoder" >&2\nexit 8\n');
  chmodSync(program, 0o755);
  await t.rejects(renderFilm(requestOf('1:1'), context(), program), {
    message: /ended with 8: no such encoder/,
  });
  const { cancel, ...rest } = context();
  const going = renderFilm(requestOf('9:16'), { ...rest, onProgress: () => cancel.abort() });
  await t.rejects(going, { name: 'AbortError' });
  t.strictSame(films(), before);
});

t.test('a still is the square around the pet, before a soft picture of itself, with its line', async (t) => {
  const bytes = await gradient(400, 300).jpeg().toBuffer();
  const subject = { x: 0.7, y: 0.2, width: 0.2, height: 0.4 };
  const at = ({ data, width }: { data: Uint8Array; width: number }, x: number, y: number) =>
    [0, 1, 2].map((channel) => data[(y * width + x) * 3 + channel] as number);
  const upright = await filmStill(bytes, subject, caption, { width: 540, height: 960 });
  t.match(upright, { width: 540, height: 960 });
  t.ok((at(upright, 270, 480)[0] as number) > 170, 'the pet at the right is in the middle');
  t.ok((at(upright, 270, 10)[0] as number) < 130, 'darker above it');
  t.strictSame(at(upright, 500, 960 - 60), [255, 255, 255], 'the white of the line');
  t.ok((at(upright, 40, 960 - 60)[0] as number) < 130, 'and not its black');
  const plain = await filmStill(bytes, subject, null, { width: 540, height: 540 });
  const square = await filmStill(bytes, subject, caption, { width: 540, height: 540 });
  const [before, after] = [plain, square].map((still) => at(still, 40, 500)[1] as number);
  t.ok((after as number) < (before as number), 'a line on the photo itself lies in the shade');
  t.strictSame(at(square, 270, 40), at(plain, 270, 40), 'far above it nothing changes');
});
