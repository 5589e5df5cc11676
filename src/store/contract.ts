import type { BurstLedger } from '../cameras/burst/ledger.js';
import type { DeferredSettings } from '../cameras/protocol/pause.js';
import type { CameraState, RejectReason } from '../cameras/protocol/types.js';
import type { StreamSource } from '../cameras/streams/source.js';
import type { Fault, HealthIssue } from '../core/errors.js';
import type { StoredEvent } from '../core/events.js';
import type { FailureRecord } from '../core/failure.js';
import type { Turn } from '../core/upright.js';
import type { FrameLook } from '../imaging/select/recall.js';
import type { EncodedImage, FrameAnalysis } from '../imaging/vision/types.js';
import type { Accounts } from './accounts.js';
import type { Alerts } from './alerts.js';
import type { Bin } from './bin.js';
import type { CameraRow, CameraStream } from './cameras.js';
import type { Damage } from './damage.js';
import type { Films } from './films.js';
import type { Firmware } from './firmware.js';
import type { FlashImages } from './flash.js';
import type { Highlights } from './highlights.js';
import type { Jobs } from './jobs.js';
import type { Notices } from './notices.js';
import type { Outbox } from './outbox.js';
import type { Pets } from './pets.js';
import type { Recognition } from './recognition.js';
import type { Scenes } from './scene.js';
import type { SecurityEvents } from './security-events.js';
import type { ShareLinks } from './share-links.js';
import type {
  AsideBurst,
  BurstDetail,
  FeedbackRow,
  FrameAccount,
  ImageBlob,
  ImageVariant,
  MomentRow,
  PhotoFilter,
  PhotoMonth,
  PhotoPageQuery,
  PhotoRow,
  RowIds,
  StorageUse,
  TimeShift,
} from './types.js';
import type { CameraBacklog, CutJob, CutOrder, CutResult, ThumbnailJob, UpscaleJob } from './work.js';

/**
 * The store as the rooms around it see it, in slices: take the narrowest one that will do. Reads are synchronous,
 * on a connection of their own, and see every write that has resolved. Writes resolve after their durable commit;
 * each rejects with a `Refusal` named at its method, with `hub-busy` when too much is waiting already, or with a
 * `Fault`: `storage-full`, `storage-failed`, `database-damaged`.
 */
export interface Store
  extends BurstLedger,
    Work,
    Gallery,
    Cameras,
    Accounts,
    EventLog,
    SecurityEvents,
    Upkeep,
    Jobs,
    Highlights,
    Films,
    Outbox,
    Pets,
    Recognition,
    Bin,
    ShareLinks,
    Scenes,
    Notices,
    Alerts,
    Firmware,
    FlashImages,
    Damage {
  /** Waits for every write that was asked for, closes the file. Calling it again does nothing. */
  close(): Promise<void>;
  /** Called once if the writing thread dies, at once when it has died already: from then on every write rejects. */
  onFault(listener: (fault: Fault) => void): void;
  /** Health issues of the database: what cannot be read or written now. */
  storageIssues(): HealthIssue[];
}

/** Queue of the pipeline: bursts and photos found by state, and the results stored. */
export interface Work {
  /** The burst to cut next, of one camera or of all; unless told otherwise the one that has waited longest. */
  nextCut(order?: CutOrder, camera?: string): number | null;
  /** Facts that the cut of a burst needs; the burst must be there. */
  cutJob(burstId: number): CutJob;
  /** Both at once. */
  nextCutJob(order?: CutOrder): CutJob | null;
  /** Notes that a cut is under way, so that the next start knows what an end of the hub interrupted. */
  beginCut(burstId: number): Promise<void>;
  /** Sends a burst to the back of the queue. Does nothing for one that does not wait. */
  requeueCut(burstId: number): Promise<void>;
  /** Sends every burst to the back whose cut was under way when the hub ended. */
  requeueInterrupted(): Promise<void>;
  /** Takes a burst out of the queue until a person has it tried again. Does nothing for one that does not wait. */
  setBurstAside(burstId: number, failure: FailureRecord): Promise<void>;
  /**
   * Has tried again what failed of a burst: its cut, when it was set aside; frames that the vision process crashed on
   * or took too long for, for which a burst that has its photo is cut again into the same one; and an enlargement
   * that was given up. Refusals `burst-unknown`, also for one whose photo is deleted, and `burst-not-aside` when
   * nothing of it failed so.
   */
  retryBurst(burstId: number): Promise<void>;
  /** Bursts that were set aside, the latest first. */
  burstsAside(): AsideBurst[];
  /** Bursts that ended without frames that can be tried again, the latest 50 first; each with the reason of the first. */
  burstsWithFramesAside(): AsideBurst[];
  /** How many bursts wait for their cut, and when the one of them closed that has waited longest. */
  cutQueue(): { waiting: number; oldestClosedAt: number | null };
  /** The original JPEG, marked with its burst's turn; null when unknown, removed by retention, or damaged. */
  frameBytes(frameId: number): Uint8Array | null;
  saveAnalysis(frameId: number, analysis: FrameAnalysis): Promise<void>;
  /** Keeps what was seen of a frame until its burst is cut or empty. */
  saveLook(frameId: number, look: FrameLook): Promise<void>;
  /** Marks a durable frame as unusable. `reason` is a code, for instance `image-undecodable`. */
  setAside(frameId: number, reason: string): Promise<void>;
  /**
   * Verdicts, photo, thumbnails and the `photo.new` event in one commit. A second call for the same burst changes
   * nothing and gives the same photo. A burst that was opened again is cut again into the same photo, with a
   * `photo.updated` event; while it is open nothing is changed, and `photoId` is null without a photo. Refusals `burst-not-closed`, `frame-unknown` (the chosen one is not usable).
   */
  saveCut(result: CutResult): Promise<{ photoId: number | null }>;
  /**
   * Ends a closed burst that has no usable frame. Does nothing when it was opened again since `closedAt`. Refusal
   * `burst-not-closed`.
   */
  markEmpty(burstId: number, closedAt?: number): Promise<void>;
  /** Bursts that wait for their cut and photos that wait to be enlarged. */
  backlog(): { cuts: number; upscales: number };
  /** The newest photo with a thumbnail that is known to be damaged and that is not one of `except`. */
  nextThumbnailJob(except?: readonly number[]): ThumbnailJob | null;
  /** New thumbnails in a new version. Does nothing when the photo was deleted or shows another frame by now. */
  saveThumbnails(photoId: number, frameId: number, thumbnails: CutResult['thumbnails']): Promise<void>;
  /** Backlog by camera; cameras for which nothing waits are left out. */
  cameraBacklogs(): CameraBacklog[];
  /** Frames that were set aside for their cost since `since`, by camera: too large, too many passes, or the vision process was lost on them. */
  costlyFrames(since: number): { camera: string; name: string; frames: number }[];
  /** The newest photo with the fewest tries that is not one of `except`, of one camera or of all. */
  nextUpscaleJob(except?: readonly number[], camera?: string): UpscaleJob | null;
  /** Counts a try before it starts: one that an end of the hub interrupts lets the others go first. */
  beginUpscale(photoId: number): Promise<void>;
  /** Takes a try back that ended for no fault of the photo: the hub stopped, or could not work. */
  forgoUpscale(photoId: number): Promise<void>;
  /** Does nothing when the photo was deleted or shows another frame by now. */
  saveUpscale(
    photoId: number,
    frameId: number,
    image: EncodedImage,
    model: string,
    turn?: Turn,
  ): Promise<void>;
  /** Gives the upscale up, unless the photo was deleted or shows another frame by now. */
  failUpscale(photoId: number, frameId: number, reason: string): Promise<void>;
}

/** Photos as the owner sees them. A deleted photo is in none of these, nor is its burst. */
export interface Gallery {
  photos(query: PhotoPageQuery): PhotoRow[];
  photo(id: number): PhotoRow | null;
  /** Null when the photo is unknown, has no such variant (yet), or the image is damaged (`isDamaged`). */
  image(photoId: number, variant: ImageVariant): ImageBlob | null;
  /** The original of any frame of a burst; null also when it is damaged. */
  frameImage(frameId: number): ImageBlob | null;
  burst(id: number): BurstDetail | null;
  /** Newest month first; months without a photo are left out. `zone` is an IANA name, else the hub's own time zone. */
  photoMonths(filter: PhotoFilter, zone?: string): PhotoMonth[];
  /** Refusal `photo-unknown`. */
  setFavourite(photoId: number, favourite: boolean): Promise<PhotoRow>;
  /**
   * Shows another frame of the same burst, whose thumbnails come along; its upscale starts anew. Refusals
   * `photo-unknown`, `frame-unknown`, `frame-gone` (removed by retention), `frame-aside` (not decodable).
   */
  swap(photoId: number, frameId: number, thumbnails: CutResult['thumbnails']): Promise<PhotoRow>;
  /**
   * Turns the pictures of a photo's burst, with the new thumbnails of the shown one; it is enlarged anew. Refusals
   * `photo-unknown`, `hub-busy` while the burst waits to be cut again.
   */
  turnPhoto(photoId: number, turn: Turn, thumbnails: CutResult['thumbnails']): Promise<PhotoRow>;
  /** Puts a photo into the bin, from which it goes after `BIN_MS`, or when space is short. Refusal `photo-unknown`. */
  deletePhoto(photoId: number): Promise<void>;
  /** Takes a photo out of the bin. Refusal `photo-unknown` when it is not in it. */
  restorePhoto(photoId: number): Promise<PhotoRow>;
  /** Moments that ended from `from` on and before `until`, newest first, of the cameras that `sees` says. */
  moments(from: number, until: number, sees: (camera: string) => boolean): MomentRow[];
  /** Cameras and times of the photos that show only movement, newest first. */
  movementTimes(): { camera: string; takenAt: number }[];
  /** True unless photos without a pet are kept like any other. */
  foldsMovement(): boolean;
  setFoldsMovement(fold: boolean): Promise<void>;
  /** Corrections that the owner made by swapping frames, newest first. */
  feedback(limit: number): FeedbackRow[];
}

/** Cameras with their keys, states and counts. */
export interface Cameras {
  cameras(): CameraRow[];
  camera(id: string): CameraRow | null;
  /** `key` is 32 bytes. Refusal `camera-exists`. */
  addCamera(id: string, name: string, key: Uint8Array): Promise<CameraRow>;
  /** Adds a camera that the hub reads at an address; it has no key. Refusal `camera-exists`. */
  addStreamCamera(id: string, name: string, source: StreamSource, stream: CameraStream): Promise<CameraRow>;
  /** Changes how a camera by address is read; its source stays when none is given. Refusal `camera-unknown`. */
  changeStream(id: string, source: StreamSource | null, stream: CameraStream): Promise<CameraRow>;
  /** Where a camera by address is read. Null for another camera, and when the key file does not open it. */
  streamSource(id: string): StreamSource | null;
  /** Refusal `camera-unknown`, as of the following ones. */
  renameCamera(id: string, name: string): Promise<CameraRow>;
  /** Says how far its pictures are turned clockwise from now on; those that are there stay as they are. */
  turnCamera(id: string, turn: Turn): Promise<CameraRow>;
  /** Pauses a camera until that wall time in ms, or until somebody ends it for null. */
  pauseCamera(id: string, until: number | null): Promise<CameraRow>;
  /** Ends the pause of a camera; nothing happens without one. */
  endPause(id: string): Promise<CameraRow>;
  /** Ends the pauses whose time is over at `now`, wall time in ms. Resolves with the ids of their cameras. */
  endPausesUntil(now: number): Promise<string[]>;
  /** Keeps the settings that a camera is to get back after its pause; null when it has them. */
  deferSettings(id: string, settings: DeferredSettings | null): Promise<CameraRow>;
  /** Replaces the key. */
  rotateCameraKey(id: string, key: Uint8Array): Promise<void>;
  /** Forgets the key and the camera; its photos stay. A camera added under the same id later is a new one. */
  removeCamera(id: string): Promise<void>;
  touchCamera(id: string, seen: { at: number; online?: boolean; state?: CameraState }): Promise<void>;
  /** For the start of the hub: whoever is there says so again. */
  allOffline(): Promise<void>;
  /** The key itself, for TLS-PSK. Null for an unknown camera. */
  cameraKey(id: string): Uint8Array | null;
  /** Names of the cameras whose keys the key file does not open: it was lost, or is another one. */
  lockedCameras(): string[];
  /** Compares in constant time, for an unknown camera too. */
  checkCameraKey(id: string, presented: Uint8Array): boolean;
  /** Where every frame of every camera went, since the first start. */
  frameAccounts(): FrameAccount[];
  /** Refusals of everything by camera and reason; camera `-` stands for senders the hub does not know. */
  rejections(): { camera: string; reason: RejectReason; count: number }[];
}

/** Events as committed, in order. The newest 10,000 are kept. */
export interface EventLog {
  eventsSince(id: number, limit: number): StoredEvent[];
  /** 0 before the first event. */
  lastEventId(): number;
  /** The oldest id still kept; a client that saw less than the one before it has missed something. */
  firstEventId(): number;
  /** Called after each commit with its events, before the writes resolve. Returns the unsubscription. */
  onEvents(listener: (events: StoredEvent[]) => void): () => void;
}

/** Small steps for the schedule; each is one short write. */
export interface Upkeep {
  storageUse(): StorageUse;
  /** Resolves when a small write is durable: the watchdog's question. */
  probe(): Promise<void>;
  /** Bytes of the frames and images of each camera that has any, those of cameras that are gone included. */
  cameraSpaces(): { camera: string; bytes: number }[];
  /**
   * Removes bytes of losing frames received before `before`, of one camera or of all, oldest first, at most `limit`
   * frames.
   */
  trimFrames(before: number, limit: number, camera?: string): Promise<{ frames: number; bytes: number }>;
  /** Deletes photos taken before `before`, of one camera or of all, oldest first, favourites never, at most `limit`. */
  trimPhotos(before: number, limit: number, camera?: string): Promise<{ photos: number; bytes: number }>;
  /** The same for photos that show only movement. */
  trimMovement(before: number, limit: number, camera?: string): Promise<{ photos: number; bytes: number }>;
  /** Removes for good what the owner deleted before `before`. */
  purgeDeleted(before: number, limit: number): Promise<{ photos: number; bytes: number }>;
  /** Forgets what is of no use any more: bursts without a photo, ended sessions, used invitations. */
  trimRecords(before: number, limit: number): Promise<{ rows: number }>;
  /** Gives at most `pages` free pages back to the file system; 0 when there is nothing worth giving. */
  vacuumStep(pages: number): Promise<{ pages: number }>;
  /** The ids given last: rows that come later have greater ones. */
  newestIds(): RowIds;
  /** When the latest frame after some ids, through others, arrived by the clock of that moment; null without one. */
  latestArrival(after: RowIds, through: RowIds): number | null;
  /** Moves what a wrong clock dated. Photos get a new version, so that phones, Home Assistant and sync hear of it. */
  shiftTimes(shift: TimeShift): Promise<{ photos: number }>;
}
