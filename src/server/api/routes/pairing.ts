import type { Pairing, PairingStatus as Status } from '../../../cameras/pairing/contract.js';
import type { Clock } from '../../../core/clock.js';
import type { Cameras } from '../../../store/contract.js';
import { ApiRefusal } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import { PairingChoice, PairingOpen, PairingStatus, PairingWifi } from '../schemas/pairing.js';

const tags = ['pairing'];
const config = { access: 'owner' } as const;

const DEFAULT_SECONDS = 120;

/** Collaborators of the pairing routes. */
export interface PairingRouteParts {
  pairing: Omit<Pairing, 'arrived' | 'stop'>;
  store: Pick<Cameras, 'camera'>;
  clock: Clock;
}

/** As phones see it at the moment `now`, in wall-clock milliseconds. */
export function showPairing(status: Status, now: number): PairingStatus {
  const { until } = status;
  return { ...status, leftMs: until === null ? null : Math.max(0, Math.round(until - now)) };
}

/** From an unboxed camera to its first word, over Bluetooth. Every call answers at once; progress comes by events. */
export function pairingRoutes(app: Routes, parts: PairingRouteParts): void {
  windows(app, parts);
  answers(app, parts);
}

function windows(app: Routes, { pairing, store, clock }: PairingRouteParts): void {
  const shown = (status: Status) => showPairing(status, clock.now());

  app.get(
    '/pairing',
    { config, schema: { tags, summary: 'How far the pairing is', response: { 200: PairingStatus } } },
    async () => shown(pairing.status()),
  );

  app.post(
    '/pairing',
    {
      config,
      schema: {
        tags,
        summary: 'Open a window in which one camera can be paired',
        body: PairingOpen,
        response: { 201: PairingStatus },
      },
    },
    async ({ body }, reply) => {
      const { camera = null, keepKey = false, seconds = DEFAULT_SECONDS } = body;
      const name = body.name ?? (camera === null ? undefined : knownName(store, camera));
      if (name === undefined) throw new ApiRefusal('request-invalid', 'A new camera needs a name.');
      return reply.code(201).send(shown(await pairing.open({ name, camera, keepKey, seconds })));
    },
  );

  app.delete(
    '/pairing',
    {
      config,
      schema: {
        tags,
        summary: 'Cancel the pairing, at whichever step it is',
        response: { 200: PairingStatus },
      },
    },
    async () => shown(await pairing.cancel()),
  );
}

function answers(app: Routes, { pairing, clock }: PairingRouteParts): void {
  const shown = (status: Status) => showPairing(status, clock.now());

  app.post(
    '/pairing/camera',
    {
      config,
      schema: {
        tags,
        summary: 'Choose one of the cameras that were found, and prove it by the code on its label',
        body: PairingChoice,
        response: { 202: PairingStatus },
      },
    },
    async ({ body }, reply) => reply.code(202).send(shown(await pairing.choose(body))),
  );

  app.post(
    '/pairing/wifi',
    {
      config,
      schema: {
        tags,
        summary: 'Give the camera its Wi-Fi',
        body: PairingWifi,
        response: { 202: PairingStatus },
      },
    },
    async ({ body }, reply) => reply.code(202).send(shown(await pairing.wifi(body))),
  );
}

function knownName(store: Pick<Cameras, 'camera'>, id: string): string {
  const camera = store.camera(id);
  if (camera) return camera.name;
  throw new ApiRefusal('camera-unknown', 'There is no such camera.');
}
