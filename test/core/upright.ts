import sharp from 'sharp';
import t from 'tap';
import { addTurns, readTurn, TURNS, turnJpeg } from '../../src/core/upright.js';
import { decodeRgb } from '../../src/imaging/vision/pixels.js';

/** A JPEG of 64 by 32 pixels whose upper left quarter is white. */
async function corner(orientation?: number): Promise<Buffer> {
  const white = await sharp({ create: { width: 32, height: 16, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  const image = sharp({ create: { width: 64, height: 32, channels: 3, background: 'black' } })
    .composite([{ input: white, left: 0, top: 0 }])
    .jpeg({ quality: 95 });
  return (orientation === undefined ? image : image.withMetadata({ orientation })).toBuffer();
}

/** Size of the picture as it is seen, and which of its corners is white. */
async function seen(jpeg: Uint8Array) {
  const { width, height, data } = await decodeRgb(jpeg);
  const light = (x: number, y: number) => (data[(y * width + x) * 3] ?? 0) > 128;
  const corners = {
    'upper left': light(2, 2),
    'upper right': light(width - 3, 2),
    'lower right': light(width - 3, height - 3),
    'lower left': light(2, height - 3),
  };
  return [width, height, ...Object.keys(corners).filter((name) => corners[name as keyof typeof corners])];
}

t.test('a picture is seen turned clockwise, and its bytes can be had back', async (t) => {
  const jpeg = await corner();
  const expected = {
    0: [64, 32, 'upper left'],
    90: [32, 64, 'upper right'],
    180: [64, 32, 'lower right'],
    270: [32, 64, 'lower left'],
  };
  for (const turn of TURNS) {
    const turned = turnJpeg(jpeg, turn);
    t.strictSame(await seen(turned), expected[turn], `${turn} degrees`);
    t.ok(Buffer.from(readTurn(turned).jpeg).equals(jpeg), 'not a byte was changed otherwise');
  }
  t.equal(turnJpeg(jpeg, 0), jpeg);
  t.strictSame(
    TURNS.map((turn) => readTurn(turnJpeg(jpeg, turn)).orientation),
    [1, 6, 3, 8],
  );
});

t.test('an orientation of its own gives way', async (t) => {
  t.strictSame(await seen(turnJpeg(await corner(3), 90)), [32, 64, 'upper right']);
});

t.test('what is no whole JPEG passes as it is', (t) => {
  const text = Buffer.from('no picture');
  t.equal(turnJpeg(text, 90), text);
  const cut = Buffer.from('ffd8ffe100ff4578', 'hex');
  t.equal(turnJpeg(cut, 90).length, cut.length + 36, 'one that ends in a segment is marked all the same');
  t.end();
});

t.test('turns follow each other', (t) => {
  t.equal(addTurns(90, 90), 180);
  t.equal(addTurns(270, 90), 0);
  t.equal(addTurns(0, 270), 270);
  t.end();
});
