import { networkInterfaces } from 'node:os';
import type { BurstCollector } from '../cameras/burst/collector.js';
import type { LiveView } from '../cameras/live/live-view.js';
import type { Ack, CameraId, Verb } from '../cameras/protocol/types.js';
import type { Credentials } from '../cameras/streams/authentication.js';
import { type ProbedStream, probeAddress } from '../cameras/streams/probe.js';
import { sourceReader } from '../cameras/streams/read-source.js';
import { type HealthIssue, messageOf, Refusal } from '../core/errors.js';
import { Semaphore } from '../core/semaphore.js';
import { turnJpeg } from '../core/upright.js';
import { LARGEST_FRAME_LIMITS } from '../imaging/vision/frame-limits.js';
import type { EncodedImage, Vision } from '../imaging/vision/types.js';
import type { Cameras, Store } from '../store/contract.js';
import type { CameraChannel } from './cameras.js';
import type { HubOptions } from './foundation.js';
import type { HttpListeners } from './listeners.js';
import { openRtspProcesses } from './rtsp.js';
import { StreamSession, type StreamSessionParts } from './stream-session.js';
import type { OpenedVision } from './vision.js';

type With<Parts> = HubOptions & Parts;

/** Collaborators of the cameras by address. */
export type StreamsParts = Omit<StreamSessionParts, 'collector' | 'show' | 'seen'> & {
  store: Pick<Cameras, 'cameras' | 'camera' | 'streamSource' | 'touchCamera'> & Pick<Store, 'onEvents'>;
  /** Opens the picture of a camera that is about to be added. */
  probeVision: Pick<Vision, 'run'>;
};

/** Where the bursts and pictures of cameras by address go. */
export type StreamOutlets = Pick<StreamSessionParts, 'collector' | 'show'> & {
  /** Ends the live view of a camera that went away. */
  gone: (camera: string) => void;
};

/** A camera that was found, with what an owner is shown of it. */
export interface FoundStream extends ProbedStream {
  width: number;
  height: number;
  preview: EncodedImage;
}

/** Cameras by address: read while they are there, found for the owner before they are added. */
export class Streams {
  readonly #parts: StreamsParts;
  readonly #sessions = new Map<CameraId, { session: StreamSession; basis: string; name: string }>();
  readonly #probes = new Semaphore({ permits: 1, maxWaiting: 2 });
  #outlets: StreamOutlets | null = null;
  #settling: Promise<void> = Promise.resolve();
  #stopListening = () => {};

  constructor(parts: StreamsParts) {
    this.#parts = parts;
  }

  /** Reads the cameras that there are, and from now on those that are added. */
  start(outlets: StreamOutlets): void {
    this.#outlets = outlets;
    this.#stopListening = this.#parts.store.onEvents((events) => {
      if (events.some(({ type }) => type === 'camera.updated')) this.#settle();
    });
    this.#settle();
  }

  async stop(): Promise<void> {
    this.#stopListening();
    this.#outlets = null;
    await this.#settling;
    await Promise.all([...this.#sessions.keys()].map((camera) => this.#end(camera)));
  }

  has(camera: CameraId): boolean {
    return this.#sessions.has(camera);
  }

  acknowledged(camera: CameraId, ack: Ack): void {
    this.#sessions.get(camera)?.session.sender.acknowledged(ack);
  }

  /** Commands a camera by address. Rejects with a Refusal `camera-offline` or `camera-refused`. */
  async command(
    camera: CameraId,
    verb: Verb,
    data: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const session = this.#sessions.get(camera)?.session;
    if (!session) throw new Refusal('camera-offline', 'The camera gives no pictures now.');
    return session.command(verb, data);
  }

  /**
   * Looks for a camera at an address; one search at a time.
   *
   * @throws Refusal one of `STREAM_FAILURES`, or of the vision process about the picture; `hub-busy`.
   */
  async probe(url: URL, credentials: Credentials | null): Promise<FoundStream> {
    const { rules, read, clock, probeVision } = this.#parts;
    return this.#probes.run(async () => {
      const found = await probeAddress(url, credentials, { rules: rules(), read, clock });
      const picture = { bytes: found.jpeg, limits: LARGEST_FRAME_LIMITS };
      const { width, height } = await probeVision.run('motionCells', picture);
      const { large: preview } = await probeVision.run('thumbnails', picture);
      return { ...found, width, height, preview };
    });
  }

  issues(): HealthIssue[] {
    return [...this.#sessions.values()].flatMap(({ session, name }) => session.issues(name));
  }

  #settle(): void {
    this.#settling = this.#settling
      .then(() => this.#reconcile())
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error }, 'streams: starting cameras failed');
      });
  }

  /** Ends the cameras that are gone or changed, and starts those that are new. */
  async #reconcile(): Promise<void> {
    if (this.#outlets === null) return;
    const { store } = this.#parts;
    const wanted = new Map(
      store.cameras().flatMap(({ id, name, createdAt, stream, pause }) => {
        const source = stream && store.streamSource(id);
        const basis = JSON.stringify([createdAt, source, stream]);
        const isPaused = pause !== null;
        return source ? [[id, { source, stream, name, isPaused, basis }]] : [];
      }),
    );
    for (const [camera, { basis }] of this.#sessions)
      if (wanted.get(camera)?.basis !== basis) await this.#end(camera);
    for (const [camera, { source, stream, name, isPaused, basis }] of wanted) {
      const running = this.#sessions.get(camera);
      if (running) {
        running.name = name;
        running.session.setPaused(isPaused);
        continue;
      }
      const parts = { ...this.#parts, ...this.#outlets, seen: this.#seen };
      const session = new StreamSession(parts, camera, source, stream, isPaused);
      this.#sessions.set(camera, { session, basis, name });
      session.start();
    }
  }

  async #end(camera: CameraId): Promise<void> {
    const ended = this.#sessions.get(camera);
    this.#sessions.delete(camera);
    await ended?.session.stop();
  }

  readonly #seen = (camera: string, online: boolean): void => {
    const { store, clock, log } = this.#parts;
    if (!online) this.#outlets?.gone(camera);
    store.touchCamera(camera, { at: clock.now(), online }).catch((error: unknown) => {
      log.debug({ camera, reason: messageOf(error) }, 'streams: storing the presence of a camera failed');
    });
  };
}

/** Cameras by address of a hub, not started. */
export function createStreams({
  config,
  store,
  visionProcess,
  listeners,
  mqttPort,
  mqttTlsPort,
  clock,
  log,
}: With<{
  store: Store;
  visionProcess: OpenedVision;
  listeners: HttpListeners;
  mqttPort: number | null;
  mqttTlsPort: number | null;
}>): Streams {
  const ownPorts = () => {
    const { http, https } = listeners.ports();
    return [http, https ?? http, config.mqttPort, mqttPort ?? http, mqttTlsPort ?? http];
  };
  const rules = () => ({
    own: Object.values(networkInterfaces()).flatMap((list = []) => list.map(({ address }) => address)),
    ownPorts: ownPorts(),
    allowed: config.cameraNetworks,
  });
  const streamLog = log.child({ component: 'streams' });
  return new Streams({
    store,
    vision: visionProcess.streamVision,
    probeVision: visionProcess.probeVision,
    rules,
    knownPlaces: (camera) => store.knownPlaces(camera),
    read: sourceReader(openRtspProcesses(config, streamLog)),
    clock,
    log: streamLog,
  });
}

/** Channel to all cameras: over MQTT, and to those by address. */
export function joinChannels({ mqtt, streams }: { mqtt: CameraChannel; streams: Streams }): CameraChannel {
  return {
    get connected() {
      return mqtt.connected;
    },
    start: (intake) => mqtt.start(intake),
    stop: () => mqtt.stop(),
    probe: () => mqtt.probe(),
    forget: (camera) => mqtt.forget(camera),
    sendChunk: (...chunk) => mqtt.sendChunk(...chunk),
    sendAck: (camera, ack) => {
      if (streams.has(camera)) streams.acknowledged(camera, ack);
      else mqtt.sendAck(camera, ack);
    },
    command: (camera, verb, ...more) =>
      streams.has(camera) ? streams.command(camera, verb, more[0]) : mqtt.command(camera, verb, ...more),
  };
}

/** Starts to read the cameras by address: bursts go the way of all cameras, pictures to those who watch. */
export function startStreams({
  store,
  streams,
  collector,
  live,
}: {
  store: Store;
  streams: Streams;
  collector: BurstCollector;
  live: LiveView;
}): Streams {
  streams.start({
    collector,
    show: (camera, jpeg) => live.show(camera, turnJpeg(jpeg, store.camera(camera)?.turn ?? 0)),
    gone: (camera) => live.gone(camera),
  });
  return streams;
}
