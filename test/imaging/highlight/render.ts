import sharp from 'sharp';
import t from 'tap';
import { renderHighlight } from '../../../src/imaging/highlight/render.js';
import { fixture, gradient } from '../../support/photos.js';

const photos = [fixture('cat-focus', 2), fixture('cat-night', 1), fixture('cat-turns-head', 0)];

function requestOf(photos: Buffer[], best = 0) {
  const cat = { x: 0.5, y: 0.3, width: 0.4, height: 0.5 };
  return {
    bytes: Buffer.concat(photos),
    photos: photos.map(({ length }, index) => ({ length, subject: index === 0 ? cat : null })),
    best,
  };
}

t.test('an animation that plays for ever and a page of photos', async (t) => {
  const heard: number[] = [];
  const { animation, collage } = await renderHighlight(requestOf(photos, 1), {
    onProgress: (done) => heard.push(done),
  });
  const moving = await sharp(animation.bytes, { animated: true }).metadata();
  t.match(moving, { format: 'webp', width: 560, pageHeight: 560, pages: 12, loop: 0 });
  t.equal(moving.delay?.[0], 1500);
  t.strictSame([animation.mime, animation.width, animation.height], ['image/webp', 560, 560]);
  const page = await sharp(collage.bytes).metadata();
  t.match(page, { format: 'jpeg', width: collage.width, height: collage.height });
  t.notOk(page.exif, 'nothing of the home is in it');
  t.ok(animation.bytes.length < 1_500_000 && collage.bytes.length < 1_500_000);
  t.strictSame(heard, [...heard].sort());
  t.ok(heard.every((done) => done > 0 && done < 1));
});

t.test('a photo that lies on its side is shown upright', async (t) => {
  const upright = gradient(400, 300);
  const onItsSide = await upright
    .clone()
    .rotate(90)
    .jpeg()
    .withExif({})
    .withMetadata({ orientation: 8 })
    .toBuffer();
  const { collage } = await renderHighlight(requestOf([onItsSide]), { onProgress: () => {} });
  const { data, info } = await sharp(collage.bytes).raw().toBuffer({ resolveWithObject: true });
  const red = (x: number, y: number) => data[(y * info.width + x) * 3] as number;
  const middle = Math.round(info.height / 2);
  t.ok(red(info.width - 40, middle) > red(40, middle) + 60, 'red grows to the right again');
});

t.test('a photo that does not decode is refused', async (t) => {
  await t.rejects(
    renderHighlight(requestOf([photos[0] as Buffer, Buffer.from('no')]), { onProgress: () => {} }),
    {
      code: 'image-undecodable',
    },
  );
});
