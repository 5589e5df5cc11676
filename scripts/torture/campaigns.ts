import type { Campaign } from './campaign.js';
import { broker } from './campaigns/broker.js';
import { bucket } from './campaigns/bucket.js';
import { firmwareSlots } from './campaigns/firmware-slots.js';
import { fullDisk } from './campaigns/full-disk.js';
import { ioErrors } from './campaigns/io-errors.js';
import { kill } from './campaigns/kill.js';
import { memory } from './campaigns/memory.js';
import { powerCut } from './campaigns/power-cut.js';
import { stall } from './campaigns/stall.js';
import { storm } from './campaigns/storm.js';

/** Every campaign, in the order in which they run. */
export const CAMPAIGNS: readonly Campaign[] = [
  kill,
  powerCut,
  ioErrors,
  fullDisk,
  memory,
  stall,
  storm,
  broker,
  bucket,
  firmwareSlots,
];
