import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { createMetrics } from '../../../src/services/metrics/registry.js';
import { KEY, openTestStore, runOn, sendBurst } from '../../support/store.js';

const promtool = spawnSync('promtool', ['--version']).status === 0;

/** A hub with two cameras, a refusal and an issue, and its metrics. */
async function hubWithMetrics(t: Test) {
  const { store, clock } = await openTestStore(t);
  const issues: { code: string; text: string }[] = [];
  let certificateEnds: number | null = 1_800_000_000_000;
  await store.addCamera('porch', 'Porch', KEY);
  await store.addCamera('attic', 'Attic', KEY);
  await store.touchCamera('porch', { at: clock.now(), online: true });
  await store.countRejection({
    camera: 'porch',
    burst: null,
    index: null,
    reason: 'frame-too-large',
    at: clock.now(),
  });
  await sendBurst(runOn(store), 'b1');
  const metrics = createMetrics({
    version: '1.2.3',
    store,
    vision: { state: () => ({ process: 'running', queued: 2, restarts: 1 }) },
    issues: () => issues,
    stages: () => ({ cut: { jobs: 4, seconds: 2.5 }, upscale: { jobs: 3, seconds: 9 } }),
    certificateEnds: () => certificateEnds,
  });
  const withoutCertificate = () => {
    certificateEnds = null;
  };
  return { metrics, store, clock, issues, withoutCertificate };
}

t.test('says what the hub knows, at the moment it is asked', async (t) => {
  const { metrics, store, clock, issues, withoutCertificate } = await hubWithMetrics(t);
  const first = await metrics.render();
  for (const line of [
    `petcam_build_info{version="1.2.3",node="${process.versions.node}"} 1`,
    'petcam_camera_online{camera="porch"} 1',
    'petcam_camera_online{camera="attic"} 0',
    'petcam_camera_paused{camera="porch"} 0',
    `petcam_camera_last_seen_timestamp_seconds{camera="porch"} ${clock.now() / 1000}`,
    'petcam_frames_rejected_total{camera="porch",reason="frame-too-large"} 1',
    'petcam_frames{camera="porch",state="waiting"} 3',
    'petcam_vision_queue_jobs 2',
    'petcam_vision_running 1',
    'petcam_photos 0',
    'petcam_stage_waiting{stage="cut"} 1',
    'petcam_stage_waiting{stage="upscale"} 0',
    'petcam_stage_jobs_total{stage="cut"} 4',
    'petcam_stage_seconds_total{stage="upscale"} 9',
    'petcam_certificate_expiry_timestamp_seconds 1800000000',
  ])
    t.ok(first.split('\n').includes(line), line);
  t.notMatch(first, /petcam_trouble\{/);
  t.notMatch(
    first,
    'last_seen_timestamp_seconds{camera="attic"}',
    'a camera that was never seen has no time',
  );

  issues.push({ code: 'broker-away', text: 'the broker is away' });
  withoutCertificate();
  await store.removeCamera('attic');
  const second = await metrics.render();
  t.match(second, 'petcam_trouble{code="broker-away"} 1');
  t.notMatch(second, 'camera_online{camera="attic"}', 'a camera that is gone is gone');
  t.match(
    second,
    'petcam_frames_rejected_total{camera="porch",reason="frame-too-large"} 1\n',
    'counted once',
  );
  t.notMatch(second, /certificate_expiry_timestamp_seconds \d/);
});

t.test(
  'promtool finds nothing to complain about',
  { skip: promtool ? false : 'promtool is not installed' },
  async (t) => {
    const { metrics, issues } = await hubWithMetrics(t);
    issues.push({ code: 'broker-away', text: 'x' });
    const checked = spawnSync('promtool', ['check', 'metrics'], {
      input: await metrics.render(),
      encoding: 'utf8',
    });
    t.equal(checked.stdout + checked.stderr, '');
    t.equal(checked.status, 0);
  },
);

t.test('the dashboard asks for what is there', async (t) => {
  const { metrics } = await hubWithMetrics(t);
  const known = new Set([...(await metrics.render()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const file = new URL('../../../docs/grafana-dashboard.json', import.meta.url);
  const dashboard: { panels: { targets: { expr: string }[] }[] } = JSON.parse(readFileSync(file, 'utf8'));
  const asked = dashboard.panels
    .flatMap(({ targets }) => targets)
    .flatMap(({ expr }) => expr.match(/\b(petcam|process|nodejs)_\w+/g) ?? []);
  t.ok(asked.length > 10);
  t.strictSame(
    asked.filter((name) => !known.has(name)),
    [],
  );
});

t.test('what cannot be read is left out, and the rest is there', async (t) => {
  const { metrics, store, issues } = await hubWithMetrics(t);
  issues.push({ code: 'database-damaged', text: 'damaged' });
  const broken = () => {
    throw new Error('the disk');
  };
  Object.assign(store, { cameras: broken, rejections: broken });
  const text = await metrics.render();
  t.match(text, 'petcam_trouble{code="database-damaged"} 1');
  t.match(text, 'petcam_frames{camera="porch",state="waiting"} 3');
  t.notMatch(text, 'petcam_camera_online{');
});
