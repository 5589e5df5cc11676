/** Sync as the hub is set up: nothing of it is loaded unless the owner has named a bucket. */
import { readFileSync } from 'node:fs';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import { Fault } from './errors.js';
import type { Logger } from './log.js';
import type { Store } from './store/contract.js';
import type { Bucket } from './sync/bucket.js';
import type { SyncStatus } from './sync/sender.js';

export interface SyncDesk {
  /** Null where nothing is sent. */
  status(): SyncStatus | null;
  stop(): Promise<void>;
}

export interface SyncDeskParts {
  config: Config;
  store: Store;
  clock: Clock;
  log: Logger;
}

const OFF: SyncDesk = { status: () => null, stop: async () => {} };

/** @throws {Fault} `file-missing` for the secret key, {Refusal} `sync-recipient-invalid`. */
export async function startSync({ config, store, clock, log }: SyncDeskParts): Promise<SyncDesk> {
  if (config.syncUrl === '') return OFF;
  const { startSender } = await import('./sync/sender.js');
  const { checkRecipient } = await import('./sync/envelope.js');
  checkRecipient(config.syncRecipient);
  const cut = new AbortController();
  const sender = startSender({
    store,
    bucket: await bucketOf(config, cut.signal),
    recipient: config.syncRecipient,
    scope: config.syncScope,
    removals: config.syncRemovals,
    bytesPerSecond: config.syncKilobytesPerSecond * 1000,
    clock,
    log: log.child({ room: 'sync' }),
  });
  const unsubscribe = store.onEvents(() => sender.wake());
  return {
    status: sender.status,
    stop: async () => {
      unsubscribe();
      cut.abort();
      await sender.stop();
    },
  };
}

/** The bucket of the settings, which must name one. */
export async function bucketOf(config: Config, signal?: AbortSignal): Promise<Bucket> {
  const { openBucket } = await import('./sync/bucket.js');
  return openBucket({
    url: config.syncUrl,
    region: config.syncRegion,
    accessKey: config.syncAccessKey,
    secretKey: secretKeyOf(config.syncSecretKeyFile),
    ...(signal && { signal }),
  });
}

function secretKeyOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Fault(
      'file-missing',
      `${file}, the secret key for the bucket, cannot be read`,
      'Check PETCAM_SYNC_SECRET_KEY_FILE and the permissions of the file.',
      { cause },
    );
  }
}
