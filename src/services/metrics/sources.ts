import type { HealthIssue } from '../../core/errors.js';
import type { Vision } from '../../imaging/vision/types.js';
import type { Cameras, Upkeep, Work } from '../../store/contract.js';

/** Where the numbers come from, at the moment somebody asks for them. */
export interface Sources {
  version: string;
  store: Pick<Cameras, 'cameras' | 'frameAccounts' | 'rejections'> &
    Pick<Upkeep, 'storageUse'> &
    Pick<Work, 'backlog'>;
  /** Work of the stages after the burst since the hub started: jobs finished, and seconds they took in all. */
  stages: () => Record<'cut' | 'upscale', { jobs: number; seconds: number }>;
  vision: Pick<Vision, 'state'>;
  issues: () => readonly HealthIssue[];
  /** When the certificate for HTTPS ends, ms; null without one. */
  certificateEnds: () => number | null;
}
