/** Sync as the hub is set up: nothing of it is loaded unless the owner has named a bucket. */
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { secretIn } from '../core/config/secret-file.js';
import type { HealthIssue } from '../core/errors.js';
import type { EventType } from '../core/events.js';
import type { Logger } from '../core/log.js';
import type { Bucket } from '../services/sync/bucket.js';
import type { SyncStatus } from '../services/sync/sender.js';
import type { Store } from '../store/contract.js';

/** Synchronisation of the running hub with the owner's bucket. */
export interface SyncService {
  /** Null where nothing is sent. */
  status(): SyncStatus | null;
  /** Failure that has kept photos from the storage for a while, and what is set aside; a line that is down for a minute is none. */
  issues(): HealthIssue[];
  stop(): Promise<void>;
}

/** Collaborators of the synchronisation: settings, store, clock and log. */
export interface SyncParts {
  config: Config;
  store: Store;
  clock: Clock;
  log: Logger;
}

/** Milliseconds. */
const REPORT_AFTER_MS = 15 * 60_000;

/** A burst, or a photo that is not enlarged yet, is nothing to send. */
const MAKES_DUE = new Set<EventType>([
  'photo.updated',
  'photo.upscaled',
  'photo.deleted',
  'camera.updated',
  'storage.trimmed',
]);

const OFF: SyncService = { status: () => null, issues: () => [], stop: async () => {} };

/**
 * Starts sending to the bucket of the settings; where none is named nothing is sent.
 * @throws {Fault} `file-missing` for the secret key
 * @throws {Refusal} `sync-recipient-invalid`
 */
export async function startSync({ config, store, clock, log }: SyncParts): Promise<SyncService> {
  if (config.syncUrl === '') return OFF;
  const { Sender } = await import('../services/sync/sender.js');
  const { issuesOfAsides } = await import('../services/sync/set-aside.js');
  const { checkRecipient } = await import('../services/sync/envelope.js');
  const { watchRepairs } = await import('../services/sync/repairs.js');
  checkRecipient(config.syncRecipient);
  const cut = new AbortController();
  const sender = new Sender({
    store,
    bucket: await bucketOf(config, cut.signal),
    recipient: config.syncRecipient,
    scope: config.syncScope,
    removals: config.syncRemovals,
    bytesPerSecond: config.syncKilobytesPerSecond * 1000,
    clock,
    log: log.child({ component: 'sync' }),
  });
  sender.start();
  const unsubscribe = store.onEvents((events) => {
    if (events.some(({ type }) => MAKES_DUE.has(type))) sender.wake();
  });
  const unwatch = watchRepairs({ store, wake: () => sender.wake(), clock, log });
  return {
    status: () => sender.status(),
    issues: () => [...troubleOf(sender.status(), clock.now()), ...issuesOfAsides(sender.asides())],
    stop: async () => {
      unsubscribe();
      unwatch();
      cut.abort();
      await sender.stop();
    },
  };
}

function troubleOf({ trouble }: SyncStatus, now: number): HealthIssue[] {
  if (!trouble || now - trouble.since < REPORT_AFTER_MS) return [];
  const { code, since, message } = trouble;
  return [{ code, since, text: `photos do not reach your storage: ${message}` }];
}

/** The bucket of the settings, which must name one. */
export async function bucketOf(config: Config, signal?: AbortSignal): Promise<Bucket> {
  const { openBucket } = await import('../services/sync/bucket.js');
  return openBucket({
    url: config.syncUrl,
    region: config.syncRegion,
    accessKey: config.syncAccessKey,
    secretKey: secretIn(config.syncSecretKeyFile),
    ...(signal && { signal }),
  });
}
