/** The whole hub for tests: a real broker, database, vision process and HTTP server on free ports. */
import path from 'node:path';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { SimulatedCamera, type SimulatedCameraOptions } from '../../src/cameras/simulator/camera.js';
import { openFrameSource } from '../../src/cameras/simulator/frame-source.js';
import { issueSetupCode } from '../../src/cli/setup-code.js';
import { systemClock } from '../../src/core/clock.js';
import { readConfig } from '../../src/core/config/config.js';
import { createLog } from '../../src/core/log.js';
import type { HubOptions } from '../../src/hub/foundation.js';
import { Hub } from '../../src/hub/hub.js';
import { temporaryFolder } from './folder.js';

type Teardown = { teardown(end: () => unknown): void };

export const SAMPLE_BURSTS = new URL('../fixtures/bursts/', import.meta.url).pathname;

/** Settings of a hub that disturbs nobody: free ports on loopback, a folder of its own. */
export function quietSettings(directory: string): Record<string, string> {
  return {
    PETCAM_DATA_DIR: path.join(directory, 'data'),
    PETCAM_HTTP_HOST: '127.0.0.1',
    PETCAM_HTTP_PORT: '0',
    PETCAM_HTTPS_HOST: '127.0.0.1',
    PETCAM_HTTPS_PORT: '0',
    PETCAM_MDNS: 'false',
    PETCAM_TAILSCALE: '',
    PETCAM_MQTT_PORT: '0',
    PETCAM_MQTT_TLS_HOST: '127.0.0.1',
    PETCAM_MQTT_TLS_PORT: '0',
    PETCAM_STORAGE_RESERVE_MB: '0',
    PETCAM_LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
  };
}

/** Starts a hub that stops when the test ends. */
export async function startHub(
  t: Teardown,
  settings: Record<string, string> = {},
  options: Pick<HubOptions, 'radio'> = {},
) {
  const directory = temporaryFolder(t);
  const config = readConfig({ ...quietSettings(directory), ...settings });
  const log = createLog(config.logLevel);
  const hub = new Hub({ config, clock: systemClock, log, version: '0.0.0-test', ...options });
  t.teardown(() => hub.stop());
  const running = await hub.start();
  return { hub, ...running, directory, url: `http://127.0.0.1:${running.httpPort}` };
}

/** A person with an access token, and the calls they make. */
export interface Person {
  get<T>(route: string): Promise<T>;
  send<T>(method: string, route: string, body?: unknown): Promise<T>;
  fetch(route: string, init?: RequestInit): Promise<Response>;
}

/** Registers the first person of a hub with a fresh set-up code. */
export async function registerOwner({
  url,
  store,
}: Pick<Awaited<ReturnType<typeof startHub>>, 'url' | 'store'>) {
  const code = await issueSetupCode(store);
  const answer = await fetch(`${url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'Mina', password: 'a long enough one', code }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return personAt(url, access_token);
}

export function personAt(url: string, token: string): Person {
  const authorization = `Bearer ${token}`;
  const call = (route: string, init: RequestInit = {}) =>
    fetch(`${url}${route}`, { ...init, headers: { ...init.headers, authorization } });
  return {
    fetch: call,
    async get(route) {
      return (await call(route)).json() as never;
    },
    async send(method, route, body) {
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await call(route, { method, headers, ...json });
      return (answer.status === 204 ? null : await answer.json()) as never;
    },
  };
}

/** Adds a camera to the hub and plugs in a simulated one that plays the sample bursts when it is told to. */
export async function plugIn(
  t: Teardown,
  { store, mqttPort }: Pick<Awaited<ReturnType<typeof startHub>>, 'store' | 'mqttPort'>,
  options: Partial<SimulatedCameraOptions> & { bursts?: string } = {},
): Promise<SimulatedCamera> {
  const { camera = 'simulated', bursts = SAMPLE_BURSTS } = options;
  const key = newCameraKey();
  await store.addCamera(camera, camera, Buffer.from(key, 'hex'));
  const simulated = new SimulatedCamera({
    url: `mqtt://127.0.0.1:${mqttPort}`,
    camera,
    key,
    frames: openFrameSource(bursts),
    clock: systemClock,
    settings: { burstIntervalMs: 100 },
    ...options,
  });
  t.teardown(() => simulated.stop());
  simulated.start();
  return simulated;
}
