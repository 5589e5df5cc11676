import type { CameraRow } from '../../../store/cameras.js';
import { RAW_FILE, rawFileIn, takeRawFiles } from '../http/raw-file.js';
import { Nothing, type Routes } from '../http/routes.js';
import { type CameraUpdate, Firmware, FirmwareList, RolloutWish } from '../schemas/firmware.js';
import { NumberedPath } from '../schemas/terms.js';

const tags = ['firmware'];
const config = { access: 'owner' } as const;

/** The claim and its signature, and the largest image. */
const MAX_FILE_BYTES = 512 + 0x1e_0000;

/** Firmware updates, as the API sees them; each call rejects with a `Refusal`. */
export interface FirmwarePort {
  enabled: boolean;
  images(): Firmware[];
  add(file: Uint8Array): Promise<Firmware>;
  remove(id: number): Promise<void>;
  rollOut(id: number, cameras: string[] | null): Promise<Firmware>;
  end(id: number): Promise<Firmware>;
  /** Null when there is nothing for this camera. */
  updateOf(camera: CameraRow): CameraUpdate | null;
  /** Calls `listener` while a camera receives; returns the unsubscription. */
  onProgress(listener: (progress: { camera: string; version: string; percent: number }) => void): () => void;
}

/** Routes for firmware images and their rollout; for owners. */
export function firmwareRoutes(app: Routes, port: FirmwarePort): void {
  app.get(
    '/firmware',
    {
      config,
      schema: { tags, summary: 'Images for cameras, and how far each is', response: { 200: FirmwareList } },
    },
    async () => ({ enabled: port.enabled, images: port.images() }),
  );

  app.delete(
    '/firmware/:id',
    {
      config: { ...config, security: 'firmware-removed' },
      schema: { tags, summary: 'Forget an image', params: NumberedPath, response: { 204: Nothing } },
    },
    async ({ params }, reply) => {
      await port.remove(params.id);
      return reply.code(204).send(null);
    },
  );

  takeRawFiles(app, MAX_FILE_BYTES, (routes) => adding(routes, port));
  rollingOut(app, port);
}

function adding(app: Routes, port: FirmwarePort): void {
  app.post(
    '/firmware',
    {
      config: { ...config, security: 'firmware-added' },
      bodyLimit: MAX_FILE_BYTES,
      schema: {
        tags,
        summary: 'Add a signed image (*.petcam) as it is, application/octet-stream',
        consumes: [RAW_FILE],
        response: { 201: Firmware },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await port.add(rawFileIn(body))),
  );
}

function rollingOut(app: Routes, port: FirmwarePort): void {
  app.post(
    '/firmware/:id/rollout',
    {
      config: { ...config, security: 'firmware-rolled-out' },
      schema: {
        tags,
        summary: 'Give an image to cameras, one at a time; goes on where a roll-out has halted',
        params: NumberedPath,
        body: RolloutWish,
        response: { 202: Firmware },
      },
    },
    async ({ params, body }, reply) =>
      reply.code(202).send(await port.rollOut(params.id, body.cameras ?? null)),
  );

  app.delete(
    '/firmware/:id/rollout',
    {
      config,
      schema: {
        tags,
        summary: 'Stop: who waits or receives keeps what it has; who restarts already does so',
        params: NumberedPath,
        response: { 200: Firmware },
      },
    },
    async ({ params }) => port.end(params.id),
  );
}
