import { freeCameraId } from '../../../cameras/protocol/camera-id.js';
import type { Credentials } from '../../../cameras/streams/authentication.js';
import { type ProbedStream, readAddress } from '../../../cameras/streams/probe.js';
import { isSameServer, type StreamSource } from '../../../cameras/streams/source.js';
import { DEFAULT_STREAM_SETTINGS } from '../../../cameras/streams/stream-settings.js';
import type { EncodedImage } from '../../../imaging/vision/types.js';
import type { CameraRow, CameraStream } from '../../../store/cameras.js';
import type { Cameras } from '../../../store/contract.js';
import { ApiRefusal } from '../http/problems.js';
import type { Routes } from '../http/routes.js';
import { Camera } from '../schemas/cameras.js';
import {
  NewStreamCamera,
  StreamAddress,
  StreamChange,
  StreamFound,
  StreamProbe,
} from '../schemas/streams.js';
import { CameraPath } from '../schemas/terms.js';
import { toCameraView, type ViewParts } from './camera-view.js';

const tags = ['cameras'];
const config = { access: 'owner' } as const;

/** Search for cameras at addresses. */
export interface StreamPort {
  /** Rejects with a Refusal of `STREAM_FAILURES`, about the picture, or `hub-busy`. */
  probe(
    url: URL,
    credentials: Credentials | null,
  ): Promise<ProbedStream & { width: number; height: number; preview: EncodedImage }>;
}

/** Collaborators of the routes for cameras by address. */
export interface StreamParts extends ViewParts {
  store: ViewParts['store'] & Pick<Cameras, 'camera' | 'addStreamCamera' | 'changeStream' | 'streamSource'>;
  streams: StreamPort;
}

/** Routes for cameras with other firmware, which the hub reads at an address: look, add, show, change. */
export function streamRoutes(app: Routes, parts: StreamParts): void {
  looking(app, parts);
  adding(app, parts);
  changing(app, parts);
}

function looking(app: Routes, { streams }: StreamParts): void {
  app.post(
    '/cameras/probe',
    {
      config,
      schema: {
        tags,
        summary: 'Look for a camera at an address, and show its picture; nothing is kept',
        body: StreamProbe,
        response: { 200: StreamFound },
      },
    },
    async ({ body }) => {
      const { url, credentials } = readAddress(body.address, credentialsOf(body));
      const { source, kind, width, height, preview } = await streams.probe(url, credentials);
      const picture = `data:${preview.mime};base64,${Buffer.from(preview.bytes).toString('base64')}`;
      return { address: source.url, kind, width, height, certificate: source.certificate, picture };
    },
  );
}

function adding(app: Routes, parts: StreamParts): void {
  const { store, streams } = parts;
  app.post(
    '/cameras/by-address',
    {
      config: { ...config, security: 'camera-added' },
      schema: {
        tags,
        summary: 'Add a camera that the hub reads at an address, once it has given a picture',
        body: NewStreamCamera,
        response: { 201: Camera },
      },
    },
    async ({ body }, reply) => {
      const { url, credentials } = readAddress(body.address, credentialsOf(body));
      const { source, kind, width, height } = await streams.probe(url, credentials);
      const id = freeCameraId(body.name, (taken) => store.camera(taken) !== null);
      const stream: CameraStream = { kind, width, height, settings: { ...DEFAULT_STREAM_SETTINGS } };
      const camera = await store.addStreamCamera(id, body.name, source, stream);
      return reply.code(201).send(toCameraView(camera, parts));
    },
  );
}

function changing(app: Routes, parts: StreamParts): void {
  const { store } = parts;
  app.get(
    '/cameras/:id/address',
    {
      config,
      schema: {
        tags,
        summary: 'Where a camera by address is read',
        params: CameraPath,
        response: { 200: StreamAddress },
      },
    },
    async ({ params }) => {
      const { source } = requireStream(store, params.id);
      return { address: source?.url ?? '', username: source?.credentials?.username ?? null };
    },
  );

  app.patch(
    '/cameras/:id/address',
    {
      config,
      schema: {
        tags,
        summary: 'Change where a camera by address is read, or what is done with its pictures',
        params: CameraPath,
        body: StreamChange,
        response: { 200: Camera },
      },
    },
    async ({ params, body }) => {
      const { camera, source, stream } = requireStream(store, params.id);
      const found = await findAgain(parts.streams, source, body);
      const size = found && { kind: found.kind, width: found.width, height: found.height };
      const settings = { ...stream.settings, ...body.settings };
      const changed = await store.changeStream(camera.id, found?.source ?? null, {
        ...stream,
        ...size,
        settings,
      });
      return toCameraView(changed, parts);
    },
  );
}

/** Looks where the camera is now; null when that has not changed. A password stays with the place that it was given for. */
async function findAgain(streams: StreamPort, source: StreamSource | null, change: StreamChange) {
  const { address = source?.url ?? '', username, password } = change;
  if (change.address === undefined && username === undefined && password === undefined) return null;
  const given = credentialsOf({ username: username ?? source?.credentials?.username, password });
  const { url, credentials } = readAddress(address, given);
  const isSamePlace = source !== null && isSameServer(new URL(source.url), url);
  const kept = isSamePlace && username === undefined && password === undefined ? source.credentials : null;
  return streams.probe(url, credentials ?? kept);
}

/** Null unless both a name and a password are given. */
function credentialsOf({
  username,
  password,
}: {
  username?: string | undefined;
  password?: string | undefined;
}): Credentials | null {
  return username && password !== undefined ? { username, password } : null;
}

function requireStream(store: Pick<Cameras, 'camera' | 'streamSource'>, id: string) {
  const camera: CameraRow | null = store.camera(id);
  if (!camera?.stream) throw new ApiRefusal('camera-unknown', 'There is no such camera by address.');
  return { camera, stream: camera.stream, source: store.streamSource(id) };
}
