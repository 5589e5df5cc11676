import { isCameraId, newCameraKey } from '../camera/identity.js';
import type { CameraSettings as Settings, Verb } from '../camera/types.js';
import type { Cameras } from '../store/contract.js';
import type { CameraRow } from '../store/types.js';
import { freeCameraId } from './camera-id.js';
import { ApiRefusal } from './problems.js';
import { Nothing, type Routes } from './routes.js';
import {
  Camera,
  CameraChange,
  CameraCreated,
  CameraList,
  CaptureAnswer,
  NewCamera,
  SettingsAnswer,
  SettingsChange,
} from './schemas/cameras.js';
import { CameraPath } from './schemas/terms.js';

const tags = ['cameras'];

/** The hub's line to its cameras. */
export interface CameraLink {
  /**
   * Asks a camera and waits for its answer's `data`. Rejects with a Refusal: `camera-offline`, `camera-timeout`, or
   * `camera-refused` with the camera's own words.
   */
  command(camera: string, verb: Verb, data: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Ends the connection of a camera that was removed. */
  disconnect(camera: string): void;
  /** Where programs on the hub connect, or every camera with an external broker: `mqtt://127.0.0.1:1883`. */
  address(): string;
  /** Where they connect from the network, over TLS with their key; null with an external broker. */
  tlsAddress(): string | null;
}

export interface CameraParts {
  store: Pick<Cameras, 'cameras' | 'camera' | 'addCamera' | 'renameCamera' | 'removeCamera'>;
  link: CameraLink;
}

export function cameraRoutes(app: Routes, parts: CameraParts): void {
  listing(app, parts);
  ownership(app, parts);
  commands(app, parts);
}

function listing(app: Routes, { store }: CameraParts): void {
  app.get(
    '/cameras',
    { schema: { tags, summary: 'All cameras, as last heard of', response: { 200: CameraList } } },
    async () => ({ cameras: store.cameras() }),
  );
}

function ownership(app: Routes, { store, link }: CameraParts): void {
  const config = { access: 'owner' } as const;

  app.post(
    '/cameras',
    {
      config,
      schema: {
        tags,
        summary: 'Add a camera; its key is shown this once',
        body: NewCamera,
        response: { 201: CameraCreated },
      },
    },
    async ({ body }, reply) => {
      const id = body.id ?? freeCameraId(body.name, (taken) => store.camera(taken) !== null);
      if (!isCameraId(id)) throw new ApiRefusal('request-invalid', `The hub itself is called ${id}.`);
      const password = newCameraKey();
      const camera = await store.addCamera(id, body.name, Buffer.from(password, 'hex'));
      const mqtt = { url: link.address(), tlsUrl: link.tlsAddress(), username: id, password };
      return reply.code(201).send({ camera, mqtt });
    },
  );

  app.patch(
    '/cameras/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Rename a camera',
        params: CameraPath,
        body: CameraChange,
        response: { 200: Camera },
      },
    },
    async ({ params, body }) => store.renameCamera(params.id, body.name),
  );

  app.delete(
    '/cameras/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Forget a camera; its photos stay',
        params: CameraPath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await store.removeCamera(params.id);
      link.disconnect(params.id);
      return reply.code(204).send(null);
    },
  );
}

function commands(app: Routes, { store, link }: CameraParts): void {
  app.post(
    '/cameras/:id/capture',
    {
      schema: {
        tags,
        summary: 'Take a burst now',
        params: CameraPath,
        response: { 202: CaptureAnswer },
      },
    },
    async ({ params }, reply) => {
      const answer = await link.command(known(store.camera(params.id)).id, 'capture', {});
      return reply.code(202).send({ burst: String(answer.burst) });
    },
  );

  app.post(
    '/cameras/:id/settings',
    {
      schema: {
        tags,
        summary: 'Change settings; all or none',
        params: CameraPath,
        body: SettingsChange,
        response: { 200: SettingsAnswer },
      },
    },
    async ({ params, body }) => {
      const answer = await link.command(known(store.camera(params.id)).id, 'settings', body);
      return { settings: answer as unknown as Settings };
    },
  );
}

function known(camera: CameraRow | null): CameraRow {
  if (camera) return camera;
  throw new ApiRefusal('camera-unknown', 'There is no such camera.');
}
