import { visits } from '../i18n/visits.js';
import { showsNoticePicture } from './notice-picture.js';

/** Message that the hub pushes when a pet has come: the members of `Visit` in src/services/notify/message.ts that are shown. */
interface Visit {
  photo: number;
  camera: string;
  cameraName: string;
  pet: 'cat' | 'dog' | null;
  /** Absent from a hub of before. */
  names?: string[];
  takenAt: number;
  /** Small WebP picture, base64; absent where none fits, and from a hub of before. */
  picture?: string;
}

/** Shows a visit. A later one of the same camera takes the place of the one before. */
export async function showVisit(registration: ServiceWorkerRegistration, visit: Visit): Promise<void> {
  const language = navigator.language.startsWith('ko') ? 'ko' : 'en';
  const { named, ...kinds } = visits[language];
  const text = visit.names?.length ? named(visit.names) : kinds[visit.pet ?? 'pet'];
  const hasPicture = visit.picture !== undefined && (await showsNoticePicture());
  await registration.showNotification(text, {
    body: visit.cameraName,
    ...(hasPicture && { image: `data:image/webp;base64,${visit.picture}` }),
    icon: new URL('icon-180.png', registration.scope).href,
    tag: `visit ${visit.camera}`,
    data: `${registration.scope}#/photo/${visit.photo}`,
  });
}
