import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/clock.js';
import { type Fault, messageOf } from '../core/errors.js';
import type { StoredEvent } from '../core/events.js';
import type { Logger } from '../core/log.js';
import type { Store } from './contract.js';
import type { ImageRef } from './damage.js';
import { expectAccess } from './data-access.js';
import { asFaults, type Connection, databasePath, leaveLog, openForReading } from './database.js';
import { type DiskSpace, lookBeside, watchDiskSpace } from './disk-space.js';
import { StorageFaults, watchReads, watchWrites } from './faults.js';
import { expectDataOrNew, noteDisk } from './first-start.js';
import { expectWhole } from './lock.js';
import type { SyncObject } from './outbox.js';
import { accountReads } from './reads/accounts.js';
import { alertReads } from './reads/alerts.js';
import { appearanceReads } from './reads/appearances.js';
import { binReads } from './reads/bin.js';
import { burstReads } from './reads/bursts.js';
import { cameraReads } from './reads/cameras.js';
import { clockReads } from './reads/clock.js';
import { damageReads } from './reads/damage.js';
import { eventReads } from './reads/events.js';
import { filmReads } from './reads/films.js';
import { firmwareReads } from './reads/firmware.js';
import { flashReads } from './reads/flash.js';
import { galleryReads } from './reads/gallery.js';
import { highlightReads } from './reads/highlights.js';
import { ImageGuard } from './reads/image-guard.js';
import { jobReads } from './reads/jobs.js';
import { momentReads } from './reads/moments.js';
import { movementReads } from './reads/movement.js';
import { noticeReads } from './reads/notices.js';
import { petReads } from './reads/pets.js';
import { sceneReads } from './reads/scene.js';
import { securityReads } from './reads/security.js';
import { shareLinkReads } from './reads/share-links.js';
import { storageReads } from './reads/storage.js';
import { syncReads } from './reads/sync.js';
import { workReads } from './reads/work.js';
import { openSealer, type Sealer } from './seal.js';
import { cameraContext, sealSecrets } from './sealed-secrets.js';
import { streamSources } from './stream-sources.js';
import { startWriteClient, type WriteClient, type Writing, writesBy } from './write-client.js';
import type { OperationName, Operations } from './writes/operations.js';

/** Directory, clock and log of a store, and how it writes. */
export interface StoreOptions {
  /** Made when it is not there; holds the database and the key file, both readable by their owner alone. */
  directory: string;
  clock: Clock;
  log: Logger;
  /** Free disk space that is left alone: below it new frames are refused. 256 MiB unless said. */
  reserveBytes?: number;
  /** Bytes of the disk that others use for a while and give back: they count as free. None unless said. */
  lentBytes?: () => number;
  /** Writes in the calling thread: for a command that does one thing and ends. The hub has a thread for it. */
  inline?: boolean;
  /** Folder on another disk where the disk of `directory` is noted; empty, as unless said, for none. */
  stateDirectory?: string;
  /** Makes a database also where one was before. */
  anew?: boolean;
}

const RESERVE_BYTES = 256 * 1024 * 1024;
const NO_KEY = new Uint8Array(32);

/**
 * Opens the database of a directory, makes it or brings it to this version first.
 * @throws {Fault} `database-newer`, `database-damaged`, `storage-full`, `storage-failed`, `secret-damaged`,
 * `restore-unfinished`, `data-missing`.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { directory, clock, stateDirectory = '' } = options;
  const directories = { directory, stateDirectory };
  const listeners = new Set<(events: StoredEvent[]) => void>();
  const faults = new StorageFaults(clock);
  const ended = new Ending();
  expectAccess(directory);
  expectWhole(directory);
  if (options.anew !== true) asFaults(() => expectDataOrNew(directories));
  const client = await startWriteClient({
    file: databasePath(directory),
    inline: options.inline ?? false,
    clock,
    onEvents: (events) => {
      for (const listener of listeners) guarded(() => listener(events), options.log);
    },
    onCheckpoint: (fault) => faults.noteCheckpoint(fault),
    onFault: (fault) => {
      options.log.fatal({ err: fault }, 'store: writing thread ended');
      faults.noteEnd(fault);
      ended.tell(fault);
    },
  });
  const writer = watchWrites(client, faults);
  const { sealer, db } = await openBeside(client, directory);
  noteDisk(directories, options.log);
  const guard = new ImageGuard((image) => setApart(writer, image, options.log));
  const { reserveBytes = RESERVE_BYTES, lentBytes } = options;
  const space = watchDiskSpace(databasePath(directory), reserveBytes, clock, lookBeside(lentBytes));
  return {
    ...watchReads(reading(db, space, clock, guard), faults),
    ...writing(writer, await client.names(), space),
    ...keys({ db, writer, sealer, faults, guard, log: options.log }),
    isDamaged: (image) => guard.has(image),
    onEvents: (listener) => subscribe(listeners, listener),
    onFault: (listener) => ended.onEnd(listener),
    storageIssues: () => faults.issues(),
    close: async () => {
      db.close();
      // The last connection to close folds the write-ahead log into the file; only the writer may.
      await writer.close();
      leaveLog(databasePath(directory));
    },
  };
}

/** The key file comes after the database: one that lies alone is what is left of a hub. */
async function openBeside(client: WriteClient, directory: string) {
  try {
    return {
      sealer: asFaults(() => openSealer(directory)),
      db: openForReading(databasePath(directory)),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** The end of the writing thread, also for who asks after it. */
class Ending {
  readonly #listeners: ((fault: Fault) => void)[] = [];
  #fault: Fault | null = null;

  tell(fault: Fault): void {
    this.#fault = fault;
    for (const listener of this.#listeners) listener(fault);
  }

  onEnd(listener: (fault: Fault) => void): void {
    if (this.#fault) listener(this.#fault);
    else this.#listeners.push(listener);
  }
}

/** The bytes stay where they are; the row that says so outlasts this hub. */
function setApart(writer: Writing, image: ImageRef, log: Logger): void {
  log.error(image, 'store: image damaged, serving it no more');
  writer.run('noteDamage', [image]).catch((error: unknown) => {
    log.warn({ ...image, reason: messageOf(error) }, 'store: noting a damaged image failed');
  });
}

/** A commit stays a commit: a listener's mistake must not keep a write from resolving. */
function guarded(work: () => void, log: Logger): void {
  try {
    work();
  } catch (error) {
    log.error({ err: error }, 'store: event listener failed');
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function reading(db: Connection, space: DiskSpace, clock: Clock, guard: ImageGuard) {
  const { sealedKey: _key, sealedSource: _source, ...cameras } = cameraReads(db);
  const { rollout: __, ...firmware } = firmwareReads(db);
  return {
    ...burstReads(db),
    ...workReads(db, guard),
    ...galleryReads(db, guard),
    ...petReads(db),
    ...appearanceReads(db),
    ...movementReads(db),
    ...sceneReads(db),
    ...binReads(db, () => clock.now(), guard),
    ...momentReads(db),
    ...cameras,
    ...accountReads(db, () => clock.now()),
    ...noticeReads(db, () => clock.now()),
    ...alertReads(db),
    ...eventReads(db),
    ...storageReads(db, space.free),
    ...jobReads(db),
    ...clockReads(db),
    ...securityReads(db),
    ...shareLinkReads(db, () => clock.now()),
    ...highlightReads(db, guard),
    ...filmReads(db),
    ...damageReads(db),
    ...firmware,
    ...flashReads(db),
  };
}

/** Every write; room for the bytes of a frame is claimed before. */
function writing(writer: Writing, names: readonly OperationName[], space: DiskSpace) {
  const writes = writesBy(writer, names);
  return {
    ...writes,
    saveFrame: async (frame: Parameters<Operations['saveFrame']>[0]) => {
      space.claim(frame.bytes.length);
      return writes.saveFrame(frame);
    },
    hasRoom: () => space.hasRoom(),
  };
}

interface KeyParts {
  db: Connection;
  writer: Writing;
  sealer: Sealer;
  faults: StorageFaults;
  guard: ImageGuard;
  log: Logger;
}

/** Camera keys leave the database only here, and are never stored as they are. */
function keys({ db, writer, sealer, faults, guard, log }: KeyParts) {
  const { sealedKey, sealedSource, cameras } = watchReads(cameraReads(db), faults);
  const streams = streamSources({ sealedSource, writer, sealer });

  function openKey(id: string): Uint8Array | null {
    const sealed = sealedKey(id);
    return sealed && sealer.open(sealed, cameraContext(id));
  }

  function cameraKey(id: string): Uint8Array | null {
    const key = openKey(id);
    if (!key && sealedKey(id))
      log.error({ camera: id }, 'store: decrypting a camera key failed; add this camera again');
    return key;
  }

  return {
    cameraKey,
    lockedCameras: () =>
      cameras()
        .filter(({ id, stream }) => (stream === null ? openKey(id) : streams.streamSource(id)) === null)
        .map(({ name }) => name),
    addCamera: (id: string, name: string, key: Uint8Array) =>
      writer.run('addCamera', id, name, sealer.seal(key, cameraContext(id))),
    ...streams,
    rotateCameraKey: (id: string, key: Uint8Array) =>
      writer.run('rotateCameraKey', id, sealer.seal(key, cameraContext(id))),
    checkCameraKey(id: string, presented: Uint8Array): boolean {
      const key = cameraKey(id);
      const same = presented.length === NO_KEY.length && timingSafeEqual(key ?? NO_KEY, presented);
      return key !== null && same;
    },
    secret: sealer.derive,
    ...watchReads(syncReads(db, { cameraKey, streamSource: streams.streamSource }, guard), faults),
    importObject: (syncObject: SyncObject, object: { key: string; md5: string; bytes: number }) =>
      writer.run('importObject', syncObject, object, sealSecrets(syncObject, sealer)),
  };
}
