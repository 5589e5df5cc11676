import { isAlert, showAlert } from './alert.js';
import { answerNoticePicture } from './notice-picture.js';
import { freshenShell, shellAnswer } from './shell.js';
import { showVisit } from './visit.js';

declare const self: ServiceWorkerGlobalScope;

/**
 * The service worker: the page opens from the home screen without the network, and then says itself that the hub is
 * out of reach. It keeps the page's own files and nothing else. Photos and answers of the hub never pass through
 * here; the photos that a person keeps for such times are the page's (`kept/`).
 */

/** Address of the page, beside which the worker lies. */
const home = new URL('.', self.location.href).href;

self.addEventListener('install', (event) => {
  event.waitUntil(freshenShell(home).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const answer = shellAnswer(event.request, home);
  if (answer) event.respondWith(answer);
});

self.addEventListener('message', (event) => {
  event.waitUntil(answerNoticePicture(event));
});

self.addEventListener('push', (event) => {
  if (!event.data) return;
  const message = event.data.json();
  const shown = isAlert(message)
    ? showAlert(self.registration, message)
    : showVisit(self.registration, message);
  event.waitUntil(shown);
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
