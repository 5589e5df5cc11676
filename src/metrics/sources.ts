import type { Trouble } from '../errors.js';
import type { Cameras, Upkeep } from '../store/contract.js';
import type { Vision } from '../vision/types.js';

/** Where the numbers come from, at the moment somebody asks for them. */
export interface Sources {
  version: string;
  store: Pick<Cameras, 'cameras' | 'frameAccounts' | 'rejections'> & Pick<Upkeep, 'storageUse'>;
  vision: Pick<Vision, 'state'>;
  troubles: () => readonly Trouble[];
  /** When the certificate for HTTPS ends, ms; null without one. */
  certificateEnds: () => number | null;
}
