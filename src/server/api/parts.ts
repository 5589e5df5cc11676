import type { Pairing } from '../../cameras/pairing/contract.js';
import type { SecurityLog } from '../../core/audit-log.js';
import type { Clock } from '../../core/clock.js';
import type { HealthIssue } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import type { SpoolFolder } from '../../core/spool.js';
import type { Vision } from '../../imaging/vision/types.js';
import type { Accounts } from '../../store/accounts.js';
import type { Bin } from '../../store/bin.js';
import type { Cameras, EventLog, Gallery, Upkeep, Work } from '../../store/contract.js';
import type { Damage } from '../../store/damage.js';
import type { Films } from '../../store/films.js';
import type { Highlights } from '../../store/highlights.js';
import type { Notices } from '../../store/notices.js';
import type { Pets } from '../../store/pets.js';
import type { Recognition } from '../../store/recognition.js';
import type { Scenes } from '../../store/scene.js';
import type { SecurityEvents } from '../../store/security-events.js';
import type { ShareLinks } from '../../store/share-links.js';
import type { HttpEndpoints } from './http/endpoints.js';
import type { Limits } from './http/gateway.js';
import type { Pages } from './http/pages.js';
import type { ServerOptions } from './http/server.js';
import type { ActivitySource } from './routes/activity.js';
import type { BackupPort } from './routes/backups.js';
import type { CameraLink, PausePort } from './routes/camera-ports.js';
import type { FilmSource } from './routes/films.js';
import type { FirmwarePort } from './routes/firmware.js';
import type { FlashPort } from './routes/flash.js';
import type { HealthParts } from './routes/health.js';
import type { HighlightSource } from './routes/highlights.js';
import type { HubAddressPort } from './routes/hub-address.js';
import type { LiveSource } from './routes/live.js';
import type { MemorySource } from './routes/memories.js';
import type { MetricsSource } from './routes/metrics.js';
import type { NotificationParts } from './routes/notifications.js';
import type { RecognitionPort } from './routes/pets.js';
import type { SchedulePort } from './routes/schedules.js';
import type { StreamPort } from './routes/streams.js';
import type { SyncReport } from './routes/sync.js';
import type { ToolParts } from './routes/tools.js';

/** Services that the routes use, each under the port that they need of it. */
export interface ApiParts {
  store: Gallery &
    Cameras &
    Accounts &
    EventLog &
    Notices &
    Highlights &
    Films &
    Pets &
    Pick<Recognition, 'denyPet'> &
    Scenes &
    Bin &
    ShareLinks &
    SecurityEvents &
    Pick<Damage, 'isDamaged'> &
    Pick<Upkeep, 'storageUse'> &
    Pick<Work, 'burstsAside' | 'burstsWithFramesAside' | 'retryBurst' | 'costlyFrames'>;
  vision: Vision;
  /** Where uploads and their results lie while they are needed. */
  spools: SpoolFolder;
  chooseCut: ToolParts['chooseCut'];
  link: CameraLink;
  pauses: PausePort;
  hubAddress: HubAddressPort;
  endpoints: HttpEndpoints;
  security: SecurityLog;
  pairing: Pairing;
  live: LiveSource;
  streams: StreamPort;
  firmware: FirmwarePort;
  flash: FlashPort;
  highlights: HighlightSource;
  films: FilmSource;
  memories: MemorySource;
  activity: ActivitySource;
  /** Health issues of now. */
  issues: () => readonly HealthIssue[];
  /** Called when a burst waits for its cut again. */
  onRetry: () => void;
  metrics: MetricsSource;
  newerVersion: HealthParts['newerVersion'];
  updateBy: HealthParts['updateBy'];
  recognition: RecognitionPort;
  sync: SyncReport;
  notify: NotificationParts['notify'];
  jobs: SchedulePort & BackupPort;
  /** Calls `listener` while a photo is enlarged; returns the unsubscription. */
  onUpscaleProgress: (listener: (photoId: number, done: number) => void) => () => void;
  clock: Clock;
  log: Logger;
  options: ApiOptions;
}

/** Settings of the API: keys, origins, page and limits. */
export interface ApiOptions extends Pick<ServerOptions, 'trustProxy'> {
  version: string;
  /** Signs access tokens; at least 32 random bytes. Anyone who has this key can impersonate any user. */
  jwtSecret: Buffer;
  /** Origins that may call with a bearer token. */
  corsOrigins: string[];
  /** Serves the web page; null to serve the API alone. */
  pages: Pages | null;
  /** How people report a weakness: a URL, or empty for nobody. */
  securityContact: string;
  /** IANA name of the time zone in the names of saved photos; empty for the system's. */
  timeZone: string;
  /** Limits of the retention, to be shown. */
  retention: HealthParts['retention'];
  limits?: Partial<Limits>;
}
