import type { Clock } from '../clock.js';
import type { Cameras, Upkeep } from '../store/contract.js';
import type { Vision } from '../vision/types.js';
import type { EventFeed } from './event-feed.js';
import type { Routes } from './routes.js';
import { Health } from './schemas/health.js';

export interface HealthParts {
  store: Pick<Cameras, 'cameras'> & Pick<Upkeep, 'storageUse'>;
  vision: Pick<Vision, 'state'>;
  feed: Pick<EventFeed, 'size'>;
  clock: Clock;
  version: string;
  retention: NonNullable<Health['details']>['retention'];
  /** What keeps the hub from doing its whole job, as sentences; empty when all is well. */
  troubles: () => string[];
}

export function healthRoutes(app: Routes, parts: HealthParts): void {
  const startedAt = parts.clock.monotonic();

  app.get(
    '/health',
    {
      config: { access: 'optional' },
      logLevel: 'warn',
      schema: {
        tags: ['hub'],
        summary: 'Whether the hub works; more to those who are signed in',
        response: { 200: Health },
      },
    },
    async (request): Promise<Health> => {
      const troubles = parts.troubles();
      const status = troubles.length === 0 ? 'ok' : 'degraded';
      return request.caller ? { status, details: details(parts, startedAt, troubles) } : { status };
    },
  );
}

function details(parts: HealthParts, startedAt: number, troubles: string[]): NonNullable<Health['details']> {
  const cameras = parts.store.cameras();
  return {
    version: parts.version,
    troubles,
    uptimeSeconds: Math.floor((parts.clock.monotonic() - startedAt) / 1000),
    storage: parts.store.storageUse(),
    retention: parts.retention,
    vision: parts.vision.state(),
    cameras: { known: cameras.length, online: cameras.filter(({ online }) => online).length },
    listeners: parts.feed.size,
  };
}
