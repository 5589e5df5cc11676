import type { Campaign } from './campaign.js';
import { ioErrors } from './campaigns/io-errors.js';
import { kill } from './campaigns/kill.js';

/** Every campaign, in the order in which they run. */
export const CAMPAIGNS: readonly Campaign[] = [kill, ioErrors];
