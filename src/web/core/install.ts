import { signal } from './signal.js';

/** What Chromium browsers fire when the page could become an app: https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent */
interface InstallEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** The browser's own offer to make the page an app, null until it has one. An offer can be taken once. */
export const installOffer = signal<InstallEvent | null>(null);

/** Keeps the browser's offer for the moment when the person wants it. Has to run before the page is drawn. */
export function watchInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installOffer.set(event as InstallEvent);
  });
  addEventListener('appinstalled', () => installOffer.set(null));
}

/** True while the page runs from the home screen. */
export const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches || standalone() === true;

/** True where the page becomes an app through the share button: Safari on iPhone and iPad, which never offers it itself. */
export const installsByHand = (): boolean => standalone() !== undefined;

/** Safari's own mark of a page on the home screen; other browsers have none. */
const standalone = () => (navigator as { standalone?: boolean }).standalone;
