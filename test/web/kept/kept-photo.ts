import t from 'tap';
import type { Pet } from '../../../src/web/api/pet-calls.js';
import type { Camera } from '../../../src/web/api/types.js';
import { aboutPhoto, isKeptAs } from '../../../src/web/kept/kept-photo.js';
import { makePhoto } from '../fixtures/photo.js';

const cameras = [{ id: 'porch', name: 'Front porch' }] as Camera[];
const pets = [
  { id: 1, name: 'Nabi' },
  { id: 2, name: 'Choco' },
] as Pet[];
const photo = makePhoto(7, 1000, { camera: 'porch', pets: [2] });

t.test('a photo is kept with the names of today', async (t) => {
  const about = aboutPhoto(photo, cameras, pets);
  t.match(about, { id: 7, takenAt: 1000, camera: 'Front porch', names: ['Choco'] });
  t.equal(
    aboutPhoto({ ...photo, camera: 'gone' }, cameras, pets).camera,
    'gone',
    'a camera that was removed',
  );
});

t.test('a photo is kept anew when it or a name has changed, and only then', async (t) => {
  const about = aboutPhoto(photo, cameras, pets);
  const kept = { ...about, picture: new Blob(['x']) };
  t.equal(isKeptAs(undefined, about), false);
  t.equal(isKeptAs(kept, aboutPhoto(photo, cameras, pets)), true);
  t.equal(isKeptAs(kept, aboutPhoto(photo, cameras, [{ id: 2, name: 'Coco' } as Pet])), false);
  const turned = { ...photo, images: { ...photo.images, preview: '/photos/7/image?v=2' } };
  t.equal(isKeptAs(kept, aboutPhoto(turned, cameras, pets)), false);
});
