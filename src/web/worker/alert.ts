import { alerts } from '../i18n/alerts.js';

/** Message that the hub pushes beside visits: the members of `Alert` in src/store/alerts.ts that are shown. */
interface Alert {
  type: keyof typeof alerts.en;
  /** Null for the hub itself. */
  camera: string | null;
  cameraName: string | null;
}

/** True for a message that is an alert; every other one is a visit. */
export const isAlert = (message: { type?: string }): message is Alert =>
  message.type !== undefined && message.type in alerts.en;

/** Shows an alert. Word that the hub is well takes the place of word that it was not. */
export function showAlert(registration: ServiceWorkerRegistration, alert: Alert): Promise<void> {
  const { title, body } = alerts[navigator.language.startsWith('ko') ? 'ko' : 'en'][alert.type];
  const page = alert.camera === null ? '#/settings' : `#/cameras/${alert.camera}`;
  return registration.showNotification(title, {
    body: alert.cameraName === null ? body : `${alert.cameraName}. ${body}`,
    icon: new URL('icon-180.png', registration.scope).href,
    tag: `alert ${alert.camera ?? 'hub'}`,
    data: `${registration.scope}${page}`,
  });
}
