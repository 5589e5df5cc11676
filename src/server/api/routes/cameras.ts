import { freeCameraId } from '../../../cameras/protocol/camera-id.js';
import { hubLine } from '../../../cameras/protocol/console.js';
import { isCameraId, newCameraKey } from '../../../cameras/protocol/identity.js';
import { settingsBeyond } from '../../../cameras/protocol/settings.js';
import type { Clock } from '../../../core/clock.js';
import type { CameraRow } from '../../../store/cameras.js';
import type { Cameras, Work } from '../../../store/contract.js';
import { callerOf } from '../auth/access.js';
import { sees } from '../auth/sight.js';
import { ApiRefusal } from '../http/problems.js';
import { Nothing, type Routes } from '../http/routes.js';
import {
  Camera,
  CameraChange,
  CameraCreated,
  CameraList,
  CaptureAnswer,
  NewCamera,
  PauseChange,
  SettingsAnswer,
  SettingsChange,
} from '../schemas/cameras.js';
import { CameraPath, IdempotencyHeaders } from '../schemas/terms.js';
import type { CameraLink, PausePort } from './camera-ports.js';
import { toCameraView, type ViewParts, viewFor } from './camera-view.js';
import type { FirmwarePort } from './firmware.js';
import { fingerprintOf, type Replays, replayName } from './replays.js';

const tags = ['cameras'];
const config = { access: 'owner' } as const;
const guest = { access: 'guest' } as const;

/** Collaborators of the camera routes. */
export interface CameraParts {
  store: Pick<
    Cameras,
    'cameras' | 'camera' | 'addCamera' | 'renameCamera' | 'turnCamera' | 'rotateCameraKey' | 'removeCamera'
  > &
    Pick<Work, 'costlyFrames'>;
  link: CameraLink;
  pauses: PausePort;
  firmware: Pick<FirmwarePort, 'updateOf'>;
  replays: Replays;
  clock: Pick<Clock, 'now'>;
}

/** Routes for cameras: list, add, rename, remove, new keys, commands and maintenance. */
export function cameraRoutes(app: Routes, parts: CameraParts): void {
  listing(app, parts);
  ownership(app, parts);
  keys(app, parts);
  commands(app, parts);
  pauses(app, parts);
  care(app, parts);
}

function listing(app: Routes, parts: CameraParts): void {
  const { store } = parts;
  app.get(
    '/cameras',
    {
      config: guest,
      schema: {
        tags,
        summary: 'All cameras, as last heard of; to a guest those that were chosen, without their care',
        response: { 200: CameraList },
      },
    },
    async (request) => {
      const { user } = callerOf(request);
      const seen = store.cameras().filter(({ id }) => sees(user, id));
      return { cameras: seen.map((camera) => viewFor(user, camera, parts)) };
    },
  );

  app.get(
    '/cameras/:id',
    {
      config: guest,
      schema: {
        tags,
        summary: 'One camera, as last heard of',
        params: CameraPath,
        response: { 200: Camera },
      },
    },
    async (request) => {
      const { user } = callerOf(request);
      const { id } = request.params;
      return viewFor(user, requireCamera(sees(user, id) ? store.camera(id) : null), parts);
    },
  );
}

function ownership(app: Routes, parts: CameraParts): void {
  const { store } = parts;
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
    async ({ params, body: { name, turn } }) => {
      let camera = requireCamera(store.camera(params.id));
      if (name !== undefined) camera = await store.renameCamera(camera.id, name);
      if (turn !== undefined) camera = await store.turnCamera(camera.id, turn);
      return toCameraView(camera, parts);
    },
  );

  app.delete(
    '/cameras/:id',
    {
      config: { ...config, security: 'camera-removed' },
      schema: {
        tags,
        summary: 'Forget a camera; its photos stay',
        params: CameraPath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await store.removeCamera(params.id);
      return reply.code(204).send(null);
    },
  );
}

/** Keys are made here, shown in the answer, and never again. Whoever has the old one is cut off by the event. */
function keys(app: Routes, parts: CameraParts): void {
  const { store, link, replays } = parts;
  app.post(
    '/cameras',
    {
      config: { ...config, security: 'camera-added' },
      schema: {
        tags,
        summary: 'Add a camera without pairing; its key is shown this once',
        headers: IdempotencyHeaders,
        body: NewCamera,
        response: { 201: CameraCreated },
      },
    },
    async (request, reply) => {
      const asked = fingerprintOf([JSON.stringify(request.body)]);
      const work = async () => {
        const value = await addCamera(parts, request.body);
        return { value, bytes: JSON.stringify(value).length };
      };
      return reply.code(201).send(await replays.once(replayName(request), asked, work));
    },
  );

  app.post(
    '/cameras/:id/key',
    {
      config: { ...config, security: 'camera-key-changed' },
      schema: {
        tags,
        summary: 'Replace the key of a camera, which is cut off at once; the new one is shown this once',
        params: CameraPath,
        response: { 200: CameraCreated },
      },
    },
    async ({ params }) => {
      const camera = requireCamera(store.camera(params.id));
      const key = newCameraKey();
      await store.rotateCameraKey(camera.id, Buffer.from(key, 'hex'));
      return handOver(toCameraView(camera, parts), key, link);
    },
  );
}

async function addCamera(parts: ViewParts & Pick<CameraParts, 'link'>, { id: wanted, name }: NewCamera) {
  const { store, link } = parts;
  const id = wanted ?? freeCameraId(name, (taken) => store.camera(taken) !== null);
  if (!isCameraId(id)) throw new ApiRefusal('request-invalid', `The hub itself is called ${id}.`);
  const key = newCameraKey();
  const camera = await store.addCamera(id, name, Buffer.from(key, 'hex'));
  return handOver(toCameraView(camera, parts), key, link);
}

function handOver(camera: Camera, key: string, link: CameraLink): CameraCreated {
  const { id: username } = camera;
  const tlsUrl = link.tlsAddress();
  const mqtt = { url: link.address(), tlsUrl, username, password: key };
  if (tlsUrl === null) return { camera, mqtt, console: null };
  link.told(username);
  const { hostname, port } = new URL(tlsUrl);
  const host = hostname.replace(/[[\]]/g, '');
  return {
    camera,
    mqtt,
    console: hubLine({ host, port: Number(port), camera: username, key, name: link.name() }),
  };
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
      const answer = await link.command(requireCamera(store.camera(params.id)).id, 'capture', {});
      return reply.code(202).send({ burst: String(answer['burst']) });
    },
  );
}

function pauses(app: Routes, parts: CameraParts): void {
  app.put(
    '/cameras/:id/pause',
    {
      schema: {
        tags,
        summary: 'Pause a camera: no pictures by motion or timetable, no live view; null ends it',
        params: CameraPath,
        body: PauseChange,
        response: { 200: Camera },
      },
    },
    async ({ params, body: { pause } }) => {
      const { id } = requireCamera(parts.store.camera(params.id));
      const row = pause ? await parts.pauses.pause(id, pause.minutes) : await parts.pauses.end(id);
      return toCameraView(row, parts);
    },
  );
}

function care(app: Routes, { store, link, pauses }: CameraParts): void {
  app.post(
    '/cameras/:id/settings',
    {
      config,
      schema: {
        tags,
        summary: 'Change settings; all or none',
        params: CameraPath,
        body: SettingsChange,
        response: { 200: SettingsAnswer },
      },
    },
    async ({ params, body }) => {
      const camera = requireCamera(store.camera(params.id));
      const beyond = camera.state ? settingsBeyond(camera.state.capabilities, body) : [];
      if (beyond.length > 0)
        throw new ApiRefusal('setting-unsupported', `This camera has no setting ${beyond.join(', ')}.`);
      return { settings: await pauses.changeSettings(camera.id, body) };
    },
  );

  app.post(
    '/cameras/:id/restart',
    {
      config,
      schema: {
        tags,
        summary: 'Restart a camera; it comes back by itself',
        params: CameraPath,
        response: { 204: Nothing },
      },
    },
    async ({ params }, reply) => {
      await link.command(requireCamera(store.camera(params.id)).id, 'restart', {});
      return reply.code(204).send(null);
    },
  );
}

function requireCamera(camera: CameraRow | null): CameraRow {
  if (camera) return camera;
  throw new ApiRefusal('camera-unknown', 'There is no such camera.');
}
