import type { Clock } from '../../../core/clock.js';
import type { HealthIssue } from '../../../core/errors.js';
import type { Vision } from '../../../imaging/vision/types.js';
import type { Cameras, Upkeep } from '../../../store/contract.js';
import type { EventFeed } from '../events/event-feed.js';
import type { HttpEndpoints } from '../http/endpoints.js';
import type { Routes } from '../http/routes.js';
import { Health } from '../schemas/health.js';
import { IssueTracker, type TimedIssue } from './issue-tracker.js';

/** Collaborators of the health route. */
export interface HealthParts {
  store: Pick<Cameras, 'cameras'> & Pick<Upkeep, 'storageUse'>;
  vision: Pick<Vision, 'state'>;
  feed: Pick<EventFeed, 'size'>;
  clock: Clock;
  version: string;
  /** Newer version of the hub that this machine knows of; null when there is none. */
  newerVersion: () => string | null;
  /** What brings it. */
  updateBy: Details['updateBy'];
  retention: NonNullable<Health['details']>['retention'];
  /** Health issues of now; empty when all is well. */
  issues: () => readonly HealthIssue[];
  endpoints: Pick<HttpEndpoints, 'address' | 'certificates' | 'links'>;
}

/** Route of `/health`: status for everyone, details for owners and members. */
export function healthRoutes(app: Routes, parts: HealthParts): void {
  const startedAt = parts.clock.monotonic();
  const tracker = new IssueTracker(parts.clock);

  app.get(
    '/health',
    {
      config: { access: 'optional' },
      logLevel: 'warn',
      schema: {
        tags: ['hub'],
        summary: 'Whether the hub works; more to owners and members',
        response: { 200: Health },
      },
    },
    async (request): Promise<Health> => {
      const isOfHome = request.caller !== null && request.caller.user.guest === null;
      const seen = isOfHome ? seenOf(parts.store) : null;
      // After what else is read here, so that a read that fails is among them.
      const issues = tracker.look(parts.issues());
      const status = issues.length === 0 ? 'ok' : 'degraded';
      const disk = diskOf(issues);
      const open: Health = disk ? { status, disk } : { status };
      return seen ? { ...open, details: details(parts, startedAt, issues, seen) } : open;
    },
  );
}

/** Codes of causes that are the disk's, with what to say of it before anybody has signed in. */
const DISK: Record<string, 'full' | 'failing'> = {
  'storage-full': 'full',
  'storage-failed': 'failing',
  'storage-stalled': 'failing',
  storage: 'failing',
};

function diskOf(causes: readonly HealthIssue[]): 'full' | 'failing' | null {
  const found = causes.flatMap(({ code }) => DISK[code] ?? []);
  return found.find((disk) => disk === 'full') ?? found[0] ?? null;
}

type Details = NonNullable<Health['details']>;
type Seen = Pick<Details, 'storage' | 'cameras'>;

/** Details that come from the database, each null while it cannot be read. */
function seenOf(store: HealthParts['store']): Seen {
  const cameras = readable(() => store.cameras());
  return {
    storage: readable(() => store.storageUse()),
    cameras: cameras && {
      known: cameras.length,
      online: cameras.filter(({ online }) => online).length,
      paused: cameras.filter(({ pause }) => pause !== null).length,
    },
  };
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function details(parts: HealthParts, startedAt: number, issues: TimedIssue[], seen: Seen): Details {
  return {
    version: parts.version,
    newerVersion: parts.newerVersion(),
    updateBy: parts.updateBy,
    build: { node: process.versions.node, platform: `${process.platform} ${process.arch}` },
    address: parts.endpoints.address(),
    links: parts.endpoints.links(),
    certificate: certificateOf(parts.endpoints),
    troubles: issues.map(({ text }) => text),
    causes: issues,
    uptimeSeconds: Math.floor((parts.clock.monotonic() - startedAt) / 1000),
    retention: parts.retention,
    vision: parts.vision.state(),
    listeners: parts.feed.size,
    ...seen,
  };
}

function certificateOf({
  certificates,
}: HealthParts['endpoints']): NonNullable<Health['details']>['certificate'] {
  if (!certificates) return null;
  const fingerprint = certificates.authority?.fingerprint ?? null;
  return { kind: certificates.kind, fingerprint, expiresAt: certificates.expiresAt() };
}
