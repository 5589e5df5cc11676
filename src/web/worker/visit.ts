import { visits } from '../i18n/visits.js';

/** Message that the hub pushes when a pet has come: the members of `Visit` in src/services/notify/message.ts that are shown. */
interface Visit {
  photo: number;
  camera: string;
  cameraName: string;
  pet: 'cat' | 'dog' | null;
  /** Absent from a hub of before. */
  names?: string[];
  takenAt: number;
}

/** Shows a visit. A later one of the same camera takes the place of the one before. */
export function showVisit(registration: ServiceWorkerRegistration, visit: Visit): Promise<void> {
  const language = navigator.language.startsWith('ko') ? 'ko' : 'en';
  const { named, ...kinds } = visits[language];
  const text = visit.names?.length ? named(visit.names) : kinds[visit.pet ?? 'pet'];
  return registration.showNotification(text, {
    body: visit.cameraName,
    icon: new URL('icon-180.png', registration.scope).href,
    tag: `visit ${visit.camera}`,
    data: `${registration.scope}#/photo/${visit.photo}`,
  });
}
