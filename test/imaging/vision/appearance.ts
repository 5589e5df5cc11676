import { fileURLToPath } from 'node:url';
import t from 'tap';
import { createAppearanceReader } from '../../../src/imaging/vision/appearance.js';
import { findModel, readManifest } from '../../../src/imaging/vision/manifest.js';
import { openModel } from '../../../src/imaging/vision/open-model.js';
import type { RgbImage } from '../../../src/imaging/vision/pixels.js';
import { cosine } from '../../../src/store/reads/recognition.js';

const models = fileURLToPath(new URL('../../../models', import.meta.url));
const PET = { x: 60, y: 40, width: 160, height: 110 };

/** A pet of one colour with darker stripes, before a room of another. */
function picture(pet: [number, number, number], room: [number, number, number]): RgbImage {
  const [width, height] = [320, 240];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const [across, down] = [(x - 140) / 80, (y - 95) / 55];
    const stripe = x % 24 < 8 ? 0.75 : 1;
    data.set(across * across + down * down <= 1 ? pet.map((level) => level * stripe) : room, 3 * at);
  }
  return { data, width, height };
}

t.test('the same pet looks alike in another room, and another pet does not', async (t) => {
  const manifest = await readManifest(models);
  const entry = findModel(manifest, 'appearance');
  const session = await openModel(manifest, entry, 1);
  t.teardown(() => session.release());
  const read = createAppearanceReader(entry, session);
  const look = async (image: RgbImage, box = PET) => Float32Array.from(await read(image, box));
  const ginger = await look(picture([205, 140, 80], [70, 90, 80]));
  const elsewhere = await look(picture([205, 140, 80], [150, 150, 170]));
  const black = await look(picture([40, 38, 40], [70, 90, 80]));
  t.equal(ginger.length, entry.outputs[0]?.shape[1]);
  t.ok(ginger.every(Number.isFinite));
  t.ok(cosine(ginger, elsewhere) > cosine(ginger, black) + 0.2);
  t.ok(
    (await look(picture([40, 38, 40], [70, 90, 80]), { x: 250, y: 200, width: 90, height: 60 })).every(
      Number.isFinite,
    ),
    'a pet that is partly outside',
  );
});
