import t from 'tap';
import { frameLimitsOf, LARGEST_FRAME_LIMITS } from '../../../src/imaging/vision/frame-limits.js';
import { IMAGE_LIMITS } from '../../../src/imaging/vision/image-limits.js';
import { decodeRgb } from '../../../src/imaging/vision/pixels.js';
import { fixture, gradient, manyScans } from '../../support/photos.js';

t.test('a frame has at most the pixels that its sensor makes', async (t) => {
  const large = await gradient(1616, 1200).jpeg().toBuffer();
  await t.rejects(decodeRgb(large, frameLimitsOf(null)), { code: 'image-too-large' });
  await t.rejects(decodeRgb(large, frameLimitsOf('ov2640')), { code: 'image-too-large' });
  await t.rejects(decodeRgb(large, frameLimitsOf('constructor')), { code: 'image-too-large' });
  t.equal((await decodeRgb(large, frameLimitsOf('ov3660'))).width, 1616);
  t.equal((await decodeRgb(large, IMAGE_LIMITS)).width, 1616, 'as a photo of a person may have');
  t.equal((await decodeRgb(fixture('cat-focus', 0), frameLimitsOf(null))).width, 800);
  t.equal(frameLimitsOf('ov5640').maxPixels, 2592 * 1944);
  t.strictSame(LARGEST_FRAME_LIMITS, frameLimitsOf('ov5640'));
});

t.test('a frame may be progressive, in as many scans as encoders make and not in many more', async (t) => {
  const usual = await gradient(1600, 1200).jpeg({ progressive: true }).toBuffer();
  t.equal((await decodeRgb(usual, frameLimitsOf(null))).height, 1200);
  const many = await manyScans(1600, 1200, 30);
  await t.rejects(decodeRgb(many, frameLimitsOf(null)), { message: /at most 20 are taken/ });
});
