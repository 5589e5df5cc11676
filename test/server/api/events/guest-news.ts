import t from 'tap';
import { guestCameraOf, type News } from '../../../../src/server/api/events/guest-news.js';

const cameraOf = (photoId: number) => (photoId === 7 ? 'porch' : null);

t.test('news belongs to a camera, or no guest hears it', async (t) => {
  const heard: [News['type'], object, string | null][] = [
    ['photo.new', { photoId: 9, camera: 'hall' }, 'hall'],
    ['photo.updated', { photoId: 7 }, 'porch'],
    ['photo.upscaled', { photoId: 8 }, null],
    ['upscale.progress', { photoId: 7, done: 0.5 }, 'porch'],
    ['photo.deleted', { photoId: 7, camera: 'hall' }, 'hall'],
    ['photo.deleted', { photoId: 7 }, null],
    ['camera.updated', { camera: 'porch', online: true }, 'porch'],
    ['burst.closed', { camera: 'porch' }, null],
    ['firmware.progress', { camera: 'porch' }, null],
    ['highlight.updated', { highlightId: 1 }, null],
    ['storage.trimmed', { photos: 1 }, null],
  ];
  for (const [type, data, camera] of heard)
    t.equal(guestCameraOf({ type, data } as News, cameraOf), camera, `${type} ${JSON.stringify(data)}`);
});
