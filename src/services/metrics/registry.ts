import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Sources } from './sources.js';

/** Gauges that are named like counters; promtool is right to complain. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

/** A page of metrics in the text format of Prometheus, made anew each time it is asked for. */
export interface Metrics {
  contentType: string;
  render(): Promise<string>;
}

/**
 * Metrics of the hub for Prometheus. Labels are cameras of this hub, reasons and states of a list: none grows without
 * end.
 */
export function createMetrics(sources: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const gauge = gauges(registry);
  describeHub(gauge, sources);
  describeStorage(gauge, sources);
  describeCameras(gauge, sources);
  describeFrames(registry, gauge, sources);
  describeStages(registry, gauge, sources);
  return { contentType: registry.contentType, render: () => registry.metrics() };
}

/** Values with their labels, looked up when somebody asks. */
type Readings = () => [labels: Record<string, string>, value: number][];
type AddGauge = (name: string, help: string, labelNames: string[], readings: Readings) => void;

function gauges(registry: Registry): AddGauge {
  return (name, help, labelNames, readings) => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        // Without labels a reset leaves a zero behind, which would be a reading.
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of readable(readings)) this.set(labels, value);
      },
    });
  };
}

/** Values that a damaged database does not give are left out, and the rest is there: `petcam_trouble` says why. */
function readable<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function describeHub(gauge: AddGauge, { version, certificateEnds, issues, vision }: Sources): void {
  gauge('petcam_build_info', 'Always 1; what runs is in the labels.', ['version', 'node'], () => [
    [{ version, node: process.versions.node }, 1],
  ]);
  gauge('petcam_trouble', '1 for each trouble that the hub is in.', ['code'], () =>
    issues().map(({ code }) => [{ code }, 1]),
  );
  gauge('petcam_certificate_expiry_timestamp_seconds', 'When the certificate for HTTPS ends.', [], () => {
    const ends = certificateEnds();
    return ends === null ? [] : [[{}, ends / 1000]];
  });
  gauge('petcam_vision_queue_jobs', 'Images that wait for the vision process.', [], () => [
    [{}, vision.state().queued],
  ]);
  gauge('petcam_vision_running', '1 while the vision process is there.', [], () => [
    [{}, vision.state().process === 'running' ? 1 : 0],
  ]);
  gauge(
    'petcam_vision_restarts',
    'How often the vision process was started anew since the hub started.',
    [],
    () => [[{}, vision.state().restarts]],
  );
}

function describeStorage(gauge: AddGauge, { store }: Sources): void {
  const one = (name: string, help: string, read: () => number) => gauge(name, help, [], () => [[{}, read()]]);
  one('petcam_photos', 'Best cuts that are not deleted.', () => store.storageUse().photos);
  one('petcam_storage_frames', 'Frames whose bytes are kept.', () => store.storageUse().frames);
  one(
    'petcam_storage_used_bytes',
    'Bytes of the database that are in use.',
    () => store.storageUse().usedBytes,
  );
  one('petcam_storage_database_bytes', 'Size of the database file.', () => store.storageUse().databaseBytes);
  one('petcam_storage_free_bytes', 'Free space of its disk.', () => store.storageUse().freeBytes);
}

function describeCameras(gauge: AddGauge, { store }: Sources): void {
  gauge('petcam_camera_online', '1 while the camera is connected.', ['camera'], () =>
    store.cameras().map(({ id, online }) => [{ camera: id }, online ? 1 : 0]),
  );
  gauge('petcam_camera_paused', '1 while somebody has paused the camera.', ['camera'], () =>
    store.cameras().map(({ id, pause }) => [{ camera: id }, pause ? 1 : 0]),
  );
  gauge('petcam_camera_last_seen_timestamp_seconds', 'When the camera was last heard of.', ['camera'], () =>
    store
      .cameras()
      .flatMap(({ id, lastSeenAt }) => (lastSeenAt === null ? [] : [[{ camera: id }, lastSeenAt / 1000]])),
  );
  gauge('petcam_camera_photos', 'Best cuts of the camera.', ['camera'], () =>
    store.cameras().map(({ id, photos }) => [{ camera: id }, photos]),
  );
}

function describeFrames(registry: Registry, gauge: AddGauge, { store }: Sources): void {
  const states = ['waiting', 'kept', 'chosen', 'aside'] as const;
  gauge('petcam_frames', 'Where every frame is that was ever durable.', ['camera', 'state'], () =>
    store
      .frameAccounts()
      .flatMap((account) =>
        states.map((state): [Record<string, string>, number] => [
          { camera: account.camera, state },
          account[state],
        ]),
      ),
  );
  new Counter({
    name: 'petcam_frames_rejected_total',
    help: 'Frames and manifests that were refused; camera "-" is none of this hub.',
    labelNames: ['camera', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { camera, reason, count } of readable(() => store.rejections()))
        this.inc({ camera, reason }, count);
    },
  });
}

function describeStages(registry: Registry, gauge: AddGauge, { store, stages }: Sources): void {
  gauge(
    'petcam_stage_waiting',
    'Bursts without a cut, and photos that wait to be enlarged.',
    ['stage'],
    () => {
      const { cuts, upscales } = store.backlog();
      return [
        [{ stage: 'cut' }, cuts],
        [{ stage: 'upscale' }, upscales],
      ];
    },
  );
  const count = (name: string, help: string, read: 'jobs' | 'seconds') =>
    new Counter({
      name,
      help,
      labelNames: ['stage'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [stage, done] of Object.entries(stages())) this.inc({ stage }, done[read]);
      },
    });
  count('petcam_stage_jobs_total', 'Jobs that a stage finished since the hub started.', 'jobs');
  count('petcam_stage_seconds_total', 'How long they took in all.', 'seconds');
}
