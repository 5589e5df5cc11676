import t from 'tap';
import { readExif, TAGS } from '../../../../src/core/exif.js';
import { photoFiles } from '../../../../src/server/api/routes/photo-file.js';
import type { PhotoRow } from '../../../../src/store/types.js';
import { plainJpeg } from '../../../support/plain-jpeg.js';
import { openTestStore } from '../../../support/store.js';
import { fillStore } from '../../../support/synced.js';

t.test('a file of a photo says its camera, also of one that was removed', async (t) => {
  const { store } = await openTestStore(t);
  const [id = 0] = await fillStore(store, 1);
  const files = photoFiles({ store, timeZone: 'UTC', version: '1.0.0' });
  const photo = store.photo(id) as PhotoRow;
  t.match(files.nameOf(photo), /^petcam-porch-\d{8}-\d{6}\.jpg$/);
  const image = { bytes: plainJpeg(1, [128]), mime: 'image/jpeg', sha256: 'a' };
  const model = () => {
    const { bytes, sha256 } = files.dated(photo, image);
    const [, , text] = readExif(bytes)?.main.find(([tag]) => tag === TAGS.model) ?? [];
    return {
      model: Buffer.from(text ?? [])
        .toString()
        .replace(/\0$/, ''),
      sha256,
    };
  };
  const before = model();
  t.equal(before.model, 'The porch');
  await store.removeCamera('porch');
  t.equal(model().model, 'porch');
  t.not(model().sha256, before.sha256, 'a browser that has the other one fetches it anew');
});
