import path from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { ConnectionReport } from '../../../src/cameras/mqtt/connection-watch.js';
import type { Radio } from '../../../src/cameras/pairing/radio.js';
import { readConfig } from '../../../src/core/config/config.js';
import { createLog } from '../../../src/core/log.js';
import type { Replacements } from '../../../src/core/service-list.js';
import { apiParts } from '../../../src/hub/api.js';
import { HUB_SERVICES, type HubParts } from '../../../src/hub/hub.js';
import { startJobs } from '../../../src/hub/jobs.js';
import { feature } from '../../../src/imaging/select/features.js';
import type { Cut } from '../../../src/imaging/select/types.js';
import type { FrameAnalysis } from '../../../src/imaging/vision/types.js';
import { hashPassword } from '../../../src/server/api/auth/passwords.js';
import type { HttpEndpoints } from '../../../src/server/api/http/endpoints.js';
import type { ApiOptions, ApiParts } from '../../../src/server/api/parts.js';
import type { CameraLink } from '../../../src/server/api/routes/camera-ports.js';
import { FlashImageStore } from '../../../src/services/flash/flash-image-store.js';
import type { GuestRights, Role } from '../../../src/store/accounts.js';
import type { Store } from '../../../src/store/contract.js';
import { cutOf, KEY, makePhoto, openTestStore, runOn, sendBurst } from '../store.js';
import { Contract } from './contract.js';
import { dereferenced } from './described.js';
import { TestVision } from './vision.js';

type Teardown = { teardown(end: () => unknown): void };

/** No test but those of the limits shall meet a limit. */
const roomy = {
  callsPerSecond: 100_000,
  callsBurst: 100_000,
  filesPerSecond: 100_000,
  filesBurst: 100_000,
  connectionsPerClient: 100,
};

/** A camera at the other end that answers as the test says. */
export class TestLink implements CameraLink {
  readonly asked: unknown[] = [];
  answer: () => Record<string, unknown> = () => ({});

  async command(...asked: unknown[]): Promise<Record<string, unknown>> {
    this.asked.push(asked);
    return this.answer();
  }

  connection: ConnectionReport = { state: 'steady', connects: 0, replaced: 0, addresses: [], since: null };

  readonly toldCameras: string[] = [];

  told(camera: string): void {
    this.toldCameras.push(camera);
  }

  name(): string | null {
    return 'petcam.local';
  }

  connections(): ConnectionReport {
    return this.connection;
  }

  address(): string {
    return 'mqtt://hub.test:1883';
  }

  tlsAddress(): string | null {
    return 'mqtts://hub.test:8883';
  }
}

/** A radio that hears nothing: what it says of cameras is the business of the tests of pairing. */
const silentRadio: Radio = {
  scan: async () => {},
  connect: () => new Promise(() => {}),
  exchange: () => new Promise(() => {}),
  disconnect: async () => {},
  close: async () => {},
};

/** A hub without TLS of its own that serves everybody. */
export const plainEndpoints: HttpEndpoints = {
  certificates: null,
  contextFor: () => null,
  tailscale: async () => ({ step: 'off', address: null, until: null, reason: null }),
  links: () => 'home',
  leadLinks: async () => {},
  allowPlainHttp: true,
  isKnownHost: () => true,
  secureOrigin: () => null,
  address: () => 'https://hub.test:8443',
  firstAddress: () => null,
};

/** A vision process of which nothing is to be said. */
const confinement: HubParts['visionProcess']['confinement'] = {
  start: () => new Promise(() => {}),
  startWhenNeeded: () => new Promise(() => {}),
  check: () => new Promise(() => {}),
  issues: () => [],
};

/** A broker at which every camera is, and answers as the test says. */
function channelOver(link: TestLink): HubParts['ingest'] {
  return {
    connected: true,
    command: (...asked) => link.command(...asked),
    sendAck: () => {},
    sendChunk: async () => {},
    forget: async () => {},
    probe: async () => {},
    start: async () => {},
    stop: async () => {},
  };
}

/** Services of a hub that the tests of the API do without: what listens, cuts, or looks around by itself. */
const withoutRest: Replacements<HubParts> = {
  lock: () => () => {},
  listeners: () => ({
    ...plainEndpoints,
    issues: () => [],
    ports: () => ({ http: 0, https: null }),
    open: async () => ({ http: 0, https: null }),
    stop: async () => {},
  }),
  cutting: ({ pipeline }) => pipeline,
  broker: () => null,
  pskListener: () => null,
  mqttTlsPort: () => 8883,
  address: () => ({ url: 'mqtt://hub.test:1883' }),
  collecting: () => {},
  lostKeys: () => () => {},
  updates: () => ({ available: null, stop: async () => {} }),
};

function apiOptions(): ApiOptions {
  return {
    version: '0.1.0',
    jwtSecret: Buffer.alloc(32, 1),
    corsOrigins: [],
    trustProxy: [],
    pages: null,
    securityContact: '',
    timeZone: 'UTC',
    retention: { losingFramesDays: 7, photosMaxDays: 0, maxBytes: 17_179_869_184 },
  };
}

/** The whole hub but for its edges, over a real store; the vision process and the camera answer as the test says. */
export async function startApi(
  t: Teardown,
  options: Partial<ApiOptions> = {},
  {
    openRadio = () => silentRadio,
    firmwareKey = '',
    ...more
  }: Partial<ApiParts> & { openRadio?: () => Radio; firmwareKey?: string } = {},
) {
  const { store, clock, directory } = await openTestStore(t);
  const log = more.log ?? createLog('silent');
  const vision = new TestVision();
  const link = new TestLink();
  const issues: string[] = [];
  const retries = { count: 0 };
  const settings = {
    PETCAM_DATA_DIR: directory,
    PETCAM_TIME_ZONE: 'Europe/Berlin',
    PETCAM_FIRMWARE_KEY: firmwareKey,
    PETCAM_MQTT_TLS_HOST: 'hub.test',
    PETCAM_MDNS: 'false',
  };
  const hub = HUB_SERVICES.replace({
    ...withoutRest,
    store: () => store,
    visionProcess: () => ({
      vision,
      streamVision: vision,
      probeVision: vision,
      filmVision: vision,
      confinement,
      confinementRequired: false,
    }),
    ingest: () => channelOver(link),
    openRadio: () => openRadio,
    flash: () =>
      new FlashImageStore({ store, folder: path.join(directory, 'images'), ownKey: firmwareKey, log }),
    jobs: (parts) => {
      const jobs = startJobs({
        ...parts,
        capture: (camera) => link.command(camera, 'capture', {}),
        wayBack: () => 'restore a backup',
      });
      t.teardown(() => jobs.stop());
      return jobs;
    },
    link: () => link,
    apiParts: (parts) => ({
      ...apiParts(parts),
      endpoints: plainEndpoints,
      chooseCut: (frames): Cut => chooseLargest(frames),
      issues: () => issues.map((text) => ({ code: 'test', text })),
      onRetry: () => void retries.count++,
      metrics: { token: null, read: async () => ({ contentType: 'text/plain', text: 'petcam_photos 0\n' }) },
      notify: {
        ...parts.notify,
        publicKey: async () => 'BKey',
        checkEndpoint: async () => {},
        places: () => [],
      },
      log,
      ...more,
      options: { ...apiOptions(), ...options, limits: { ...roomy, ...options.limits } },
    }),
  }).runOf({ config: readConfig(settings), clock, log, version: '0.1.0' });
  t.teardown(() => hub.stop());
  const { app, live, highlights, upscaleProgress } = await hub.start();
  holdToContract(app);
  const run = runOn(store);
  let bursts = 0;

  /** A burst of three frames with its cut, as the pipeline leaves it; `aside` are frames that do not decode. */
  async function photo(
    about: { at?: number; camera?: string; pet?: 'cat' | 'dog' | null; aside?: number } = {},
  ) {
    const { at = clock.now(), camera = 'porch', pet = 'cat', aside = 0 } = about;
    if (!store.camera(camera)) await store.addCamera(camera, camera, KEY);
    bursts += 1;
    await sendBurst(run, `b${bursts}`, { camera, at });
    const cut = { pet, hasPet: pet !== null };
    for (const frame of store.nextCutJob()?.frames.slice(3 - aside) ?? [])
      await run('setAside', frame.frameId, 'image-undecodable');
    return makePhoto(run, store.nextCutJob(), { at, cut });
  }

  return {
    app,
    store,
    clock,
    directory,
    vision,
    link,
    live,
    highlights,
    run,
    issues,
    retries,
    photo,
    progress: (photoId: number, done: number) => upscaleProgress.tell(photoId, done),
    signedIn: (role: Role, rights?: GuestRights) => signedIn({ app, store, now: clock.now() }, role, rights),
  };
}

/** What every hub of this process says of its answers: the description depends on no setting. */
let described: Contract | undefined;

/** From now on an answer that is not as described is an error in whichever test sees it. */
function holdToContract(app: FastifyInstance): void {
  described ??= new Contract(dereferenced(app.swagger() as never));
  const contract = described;
  const inject = app.inject.bind(app) as (options: InjectOptions | string) => Promise<LightMyRequestResponse>;
  const held = async (options: InjectOptions | string) => {
    const response = await inject(options);
    if (typeof options === 'object' && options.payloadAsStream) return response;
    const { method = 'GET', url = '' } = response.raw.req;
    const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
    const packed = response.headers['content-encoding'] !== undefined || method === 'HEAD';
    const fault = packed
      ? null
      : contract.fault({ method, url, status: response.statusCode, type, body: response.body });
    if (fault !== null) throw new Error(`${method} ${url}: ${fault}`);
    return response;
  };
  Object.assign(app, { inject: held });
}

export type Hub = Awaited<ReturnType<typeof startApi>>;

/** Of people whose password no test types. */
const unguessable = hashPassword('nobody ever types this');

/** Headers of somebody of this role, without the work of a password. */
async function signedIn(
  { app, store, now }: { app: FastifyInstance; store: Store; now: number },
  role: Role,
  guest?: GuestRights,
) {
  const owner =
    store.users()[0] ?? (await store.registerFirstOwner({ name: 'Mina', passwordHash: await unguessable }));
  const user = role === 'owner' ? owner : await addPerson(store, owner.id, now, guest);
  const session = await store.createSession({
    userId: user.id,
    refreshHash: `${role}-${Math.random()}`,
    device: `${role}'s phone`,
    expiresAt: now + 86_400_000,
  });
  const iat = Math.floor(now / 1000);
  const token = app.jwt.sign({ sub: String(user.id), sid: session.id, iat, exp: iat + 900 });
  return { headers: { authorization: `Bearer ${token}` }, token, user, sessionId: session.id };
}

/** A guest where rights are given, else a member. */
async function addPerson(store: Store, createdBy: number, now: number, guest?: GuestRights) {
  const codeHash = `invitation-${Math.random()}`;
  const invitation = { codeHash, role: 'member', createdBy, expiresAt: now + 60_000 } as const;
  await store.createInvitation({ ...invitation, ...(guest && { guest }) });
  return store.registerInvited({ name: `Jun ${Math.random()}`, passwordHash: await unguessable, codeHash });
}

/** The largest photo wins; a logit near 0 leaves open what the pet is. */
function chooseLargest(frames: { index: number; analysis: FrameAnalysis }[]): Cut {
  const order = [...frames].sort((a, b) => feature(b, 'headDetail') - feature(a, 'headDetail'));
  const chosen = order[0]?.index ?? 0;
  const template = cutOf(frames.length);
  const verdicts = order.map(({ index }, rank) => ({ ...template.frames[rank], index })) as Cut['frames'];
  const isKindSure = frames.every((frame) => Math.abs(feature(frame, 'dog', -3)) > 1);
  const ranking = order.map(({ index }) => index);
  return { ...template, chosen, isKindSure, ranking, frames: verdicts };
}

/** A multipart body of files, as a browser sends it. */
export function multipart(files: { field?: string; bytes: Uint8Array; type?: string }[]) {
  const boundary = 'petcam-boundary';
  const parts = files.flatMap(({ field = 'photo', bytes, type = 'image/jpeg' }, index) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${index}.jpg"\r\ncontent-type: ${type}\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  const payload = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
