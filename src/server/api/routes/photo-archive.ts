import type { UserRow } from '../../../store/accounts.js';
import type { Gallery } from '../../../store/contract.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import { ApiRefusal } from '../http/problems.js';
import { bytesOf, type Routes } from '../http/routes.js';
import { type ZipEntry, zipOf } from '../http/zip.js';
import { ArchiveQuery } from '../schemas/bin.js';
import { type PhotoFileParts, photoFiles } from './photo-file.js';

/** Collaborators of the route for several photos in one file. */
export interface PhotoArchiveParts extends PhotoFileParts {
  store: Pick<Gallery, 'image' | 'photo'> & PhotoFileParts['store'];
}

/** File in the archive that names what could not be put in. */
const MISSING = 'not-included.txt';

/**
 * Route for several photos in one ZIP file, each the best there is of it, with date and camera in name and Exif. It is made
 * while it is sent, one photo at a time. Photos that the person may not see, or that are gone, are left out.
 */
export function photoArchiveRoutes(app: Routes, parts: PhotoArchiveParts): void {
  const { store } = parts;
  app.get(
    '/photos/archive',
    {
      config: { access: 'guest' },
      schema: {
        tags: ['photos'],
        summary: 'Several photos in one ZIP file',
        querystring: ArchiveQuery,
        response: { 200: bytesOf('The ZIP file', 'application/zip') },
      },
    },
    async (request, reply) => {
      const { user } = callerOf(request);
      const ids = [...new Set(request.query.photos.split(',').map(Number))];
      if (!ids.some((id) => isSeen(store, id, user)))
        throw new ApiRefusal('photo-unknown', 'There are no such photos.');
      reply.header('content-disposition', 'attachment; filename="petcam-photos.zip"');
      reply.header('cache-control', 'private, no-store');
      return reply.type('application/zip').send(zipOf(entriesOf(parts, ids, user)));
    },
  );
}

/** Read one after another, each only when the archive has come so far. */
function* entriesOf(parts: PhotoArchiveParts, ids: number[], user: UserRow): Generator<ZipEntry> {
  const { store } = parts;
  const { nameOf, dated } = photoFiles(parts);
  const used = new Set<string>();
  const missing: string[] = [];
  let last = 0;
  for (const id of ids) {
    const photo = store.photo(id);
    if (!photo || !sees(user, photo.camera)) continue;
    const name = unused(nameOf(photo), used);
    const image = store.image(id, 'upscaled') ?? store.image(id, 'original');
    last = photo.takenAt;
    if (image) yield { name, changedAt: photo.takenAt, bytes: dated(photo, image).bytes };
    else missing.push(name);
  }
  if (missing.length === 0) return;
  const text = `These pictures are damaged on the hub's disk, or gone:\n${missing.join('\n')}\n`;
  yield { name: MISSING, changedAt: last, bytes: Buffer.from(text) };
}

/** Two photos of one second have two names. */
function unused(name: string, used: Set<string>): string {
  let free = name;
  for (let number = 2; used.has(free); number += 1) free = name.replace(/\.jpg$/, `-${number}.jpg`);
  used.add(free);
  return free;
}

function isSeen(store: PhotoArchiveParts['store'], id: number, user: UserRow): boolean {
  const photo = store.photo(id);
  return photo !== null && sees(user, photo.camera);
}
