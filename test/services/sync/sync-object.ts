import t from 'tap';
import { decodeSyncObject, encodeSyncObject } from '../../../src/services/sync/sync-object.js';
import type { SyncObject } from '../../../src/store/outbox.js';

const photo: SyncObject = {
  kind: 'photo',
  subject: 7,
  parent: 0,
  mark: '1:0',
  rows: { photo: [{ id: 7, pet: 'cat', deleted_at: null }] },
  blobs: [
    { table: 'frame_bytes', id: 3, variant: '', bytes: Buffer.from('frame') },
    { table: 'photo_image', id: 7, variant: 'thumb', bytes: Buffer.from('small') },
  ],
};

t.test('an object comes back as it was, with the number of its list', (t) => {
  t.strictSame(decodeSyncObject(encodeSyncObject(photo, 4)), { ...photo, list: 4 });
  t.end();
});

t.test('bytes that are no object are refused with what is wrong', (t) => {
  const whole = encodeSyncObject(photo, 4);
  const odd: [Buffer, RegExp][] = [
    [Buffer.alloc(0), /no sync object/],
    [Buffer.from('a photo of somebody else'), /no sync object/],
    [whole.subarray(0, -1), /longer or shorter/],
    [Buffer.concat([whole, Buffer.from('!')]), /longer or shorter/],
    [whole.subarray(0, 40), /header that this version does not read/],
    [encodeSyncObject({ ...photo, kind: 'film' as 'photo' }, 4), /header that this version does not read/],
  ];
  for (const [bytes, message] of odd)
    t.throws(() => decodeSyncObject(bytes), { code: 'parcel-invalid', message });
  t.end();
});
