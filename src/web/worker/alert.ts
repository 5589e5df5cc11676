import { alerts } from '../i18n/alerts.js';

/** Message that the hub pushes beside visits: the members of `Alert` in src/store/alerts.ts that are shown. */
interface Alert {
  type: keyof typeof alerts.en;
  /** Of a pet that was not seen. */
  pet?: number;
  petName?: string;
  hours?: number;
  /** Null for the hub itself. */
  camera: string | null;
  cameraName: string | null;
}

/** True for a message that is an alert; every other one is a visit. */
export const isAlert = (message: { type?: string }): message is Alert =>
  message.type !== undefined && message.type in alerts.en;

/** Shows an alert. Word that the hub is well takes the place of word that it was not. */
export function showAlert(registration: ServiceWorkerRegistration, alert: Alert): Promise<void> {
  const { title, body } = sayAlert(alert, alerts[navigator.language.startsWith('ko') ? 'ko' : 'en']);
  return registration.showNotification(title, {
    body,
    icon: new URL('icon-180.png', registration.scope).href,
    tag: `alert ${alert.camera ?? (alert.pet === undefined ? 'hub' : `pet ${alert.pet}`)}`,
    data: `${registration.scope}${pageOf(alert)}`,
  });
}

function sayAlert(
  { type, cameraName, petName = '', hours = 0 }: Alert,
  words: (typeof alerts)['en' | 'ko'],
): { title: string; body: string } {
  const { title, body } = words[type];
  if (type === 'pet-unseen')
    return { title: title.replace('{name}', petName), body: body.replace('{hours}', String(hours)) };
  return { title, body: cameraName === null ? body : `${cameraName}. ${body}` };
}

function pageOf({ type, camera }: Alert): string {
  if (type === 'pet-unseen') return '#/activity';
  return camera === null ? '#/settings' : `#/cameras/${camera}`;
}
