import { hubAddress } from '../core/base.js';

/**
 * Starts the service worker where the browser allows one: on pages it trusts (HTTPS, or the hub's own machine).
 * Without one the page works the same, but needs the hub to open.
 */
export function startWorker(): void {
  if (!isSecureContext || !('serviceWorker' in navigator)) return;
  const register = () =>
    void navigator.serviceWorker.register(hubAddress('/worker.js')).catch(() => undefined);
  // After the page has what it needs: a phone on slow Wi-Fi does not fetch everything twice at once.
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
