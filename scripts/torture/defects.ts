import type { Campaign } from './campaign.js';
import { fullDisk } from './campaigns/full-disk.js';
import { kill } from './campaigns/kill.js';
import { powerCut } from './campaigns/power-cut.js';
import type { Verdict } from './checker.js';
import type { Edit } from './program.js';

/** A mistake that somebody might make in the hub, as a change of its sources, and the campaign that has to find it. */
export interface Defect {
  name: string;
  edits: readonly Edit[];
  campaign: Campaign;
  faults: number;
  /** What the verdict has to count, any of them. */
  shows: readonly Exclude<keyof Verdict, 'findings' | 'acknowledged'>[];
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'acknowledge before the commit',
    edits: [
      {
        find: 'await serving.store(() => write(ledger));',
        replace: 'serving.store(() => write(ledger)).catch(() => {});',
      },
    ],
    campaign: powerCut,
    faults: 4,
    shows: ['lost'],
  },
  {
    name: 'no fsync',
    edits: [{ find: "db.pragma('synchronous = FULL')", replace: "db.pragma('synchronous = OFF')" }],
    campaign: powerCut,
    faults: 4,
    shows: ['lost', 'damaged'],
  },
  {
    name: 'resume without detections',
    edits: [
      {
        find: 'if (look) return look.answer as T;',
        replace: 'if (look) return { ...(look.answer as object), pets: undefined } as T;',
      },
    ],
    campaign: kill,
    faults: 12,
    shows: ['stuck', 'setAside'],
  },
  {
    name: 'a burst cut twice',
    edits: [
      {
        find: 'burst_id INTEGER NOT NULL UNIQUE REFERENCES burst,',
        replace: 'burst_id INTEGER NOT NULL REFERENCES burst,',
      },
      {
        find: 'const known = (sql.photoOf.get(burstId) as number | undefined) ?? null;',
        replace: 'const known = null as number | null;',
      },
      { find: "if (found?.state !== 'closed')", replace: 'if (!found)' },
      {
        find: 'const { photoId } = await store.saveCut(',
        replace: 'await store.saveCut(made);\n      const { photoId } = await store.saveCut(',
      },
    ],
    campaign: kill,
    faults: 2,
    shows: ['doubled'],
  },
  {
    name: 'a frame dropped at a full disk',
    edits: [
      {
        find: "return error instanceof Fault && error.code === 'storage-full' ? 'storage-full' : 'hub-busy';",
        replace: 'return error instanceof Fault ? null : null;',
      },
    ],
    campaign: fullDisk,
    faults: 3,
    shows: ['lost'],
  },
];
