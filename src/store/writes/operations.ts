import type { Connection } from '../database.js';
import { accountWrites } from './accounts.js';
import { alertWrites } from './alerts.js';
import { appearanceWrites } from './appearances.js';
import { burstWrites } from './bursts.js';
import { cameraStreamWrites } from './camera-streams.js';
import { cameraWrites } from './cameras.js';
import { clockWrites } from './clock.js';
import { type ContextControl, createContext, type WriteContext } from './context.js';
import { cutQueueWrites } from './cut-queue.js';
import { damageWrites } from './damage.js';
import { filmWrites } from './films.js';
import { firmwareWrites } from './firmware.js';
import { flashWrites } from './flash.js';
import { galleryWrites } from './gallery.js';
import { highlightWrites } from './highlights.js';
import { jobWrites } from './jobs.js';
import { maintenanceWrites } from './maintenance.js';
import { movementWrites } from './movement.js';
import { noticeWrites } from './notices.js';
import { pauseWrites } from './pauses.js';
import { petWrites } from './pets.js';
import { retryWrites } from './retry.js';
import { sceneWrites } from './scene.js';
import { securityWrites } from './security.js';
import { sessionWrites } from './sessions.js';
import { shareLinkWrites } from './share-links.js';
import { syncWrites } from './sync.js';
import { workWrites } from './work.js';

/** Everything that can be written, by name: what a message to the writing thread may ask for. */
export type Operations = ReturnType<typeof operationsOf>;
/** Names of the write operations that the writing thread knows. */
export type OperationName = keyof Operations;

/** The writing side of one connection. */
export interface Writer {
  db: Connection;
  operations: Operations;
  control: ContextControl;
}

/** Prepares every statement once. The schema must be there. */
export function createWriter(db: Connection): Writer {
  const control = createContext(db);
  return { db, operations: operationsOf(control.context), control };
}

function operationsOf(context: WriteContext) {
  return {
    ...burstWrites(context),
    ...workWrites(context),
    ...cutQueueWrites(context),
    ...retryWrites(context),
    ...galleryWrites(context),
    ...petWrites(context),
    ...appearanceWrites(context),
    ...movementWrites(context),
    ...sceneWrites(context),
    ...cameraWrites(context),
    ...pauseWrites(context),
    ...cameraStreamWrites(context),
    ...accountWrites(context),
    ...sessionWrites(context),
    ...securityWrites(context),
    ...shareLinkWrites(context),
    ...maintenanceWrites(context),
    ...clockWrites(context),
    ...syncWrites(context),
    ...noticeWrites(context),
    ...alertWrites(context),
    ...jobWrites(context),
    ...highlightWrites(context),
    ...filmWrites(context),
    ...firmwareWrites(context),
    ...flashWrites(context),
    ...damageWrites(context),
  };
}
