import { Backoff } from '../core/backoff.js';
import type { Clock } from '../core/clock.js';
import { type HealthIssue, messageOf } from '../core/errors.js';
import type { StoredEvent } from '../core/events.js';
import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import { type StepOutcome, Worker } from '../core/worker.js';
import { LARGEST_FRAME_LIMITS } from '../imaging/vision/frame-limits.js';
import type { Detection, EncodedPicture, Vision } from '../imaging/vision/types.js';
import type { EventLog, Work } from '../store/contract.js';
import type { AppearanceJob, PetAppearances, Recognition, RecognitionBacklog } from '../store/recognition.js';
import type { Pet } from '../store/types.js';

/** Collaborators of the recognition of pets on the photos that are there. */
export interface RecognitionParts {
  store: Recognition & Pick<Work, 'frameBytes'> & Pick<EventLog, 'onEvents'>;
  vision: Pick<Vision, 'run'>;
  /** Name of the model that says what pets look like; null without one. */
  appearanceModel: string | null;
  clock: Clock;
  log: Logger;
}

/** Recognition of pets on the photos that are there, as the API and the health see it. */
export interface RecognitionService {
  /** How far it has come; null where pets need not be told apart, or cannot be. */
  progress(): RecognitionBacklog | null;
  issues(): HealthIssue[];
  /** Resolves when nothing is left to do, or nothing can be done for now. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const RETRIES = { firstMs: 5_000, maxMs: 300_000, jitter: 0 };

/** So many photos are named in one write: a burst waits for no more. */
const NAMED_AT_ONCE = 100;

/**
 * Starts to look at photos on which pets have to be told apart, one after the other, and to name them again when people
 * have said something. The queue is the database. One photo at a time is with the vision process, so that a new burst
 * waits for one at most.
 */
export function startRecognition(parts: RecognitionParts): RecognitionService {
  const { store, appearanceModel: model, clock } = parts;
  const log = parts.log.child({ component: 'recognition' });
  if (model === null)
    return { progress: () => null, issues: () => [], idle: async () => {}, stop: async () => {} };
  const queue = new PhotoQueue(store, model);
  const worker = new Worker({
    step: (signal) => step({ ...parts, log }, model, queue, signal),
    backoff: new Backoff(RETRIES),
    wakeEndsPause: false,
    clock,
    onFailure: (error, waitMs) => {
      // The photo in hand would be passed over.
      queue.lookThroughAll();
      log.warn({ err: error, retryMs: waitMs }, 'recognition: looking at a photo failed, trying again later');
    },
  });
  const stopListening = store.onEvents((events) => {
    if (queue.hear(events)) worker.wake();
  });
  worker.start();
  return {
    progress: () => (store.tellsPetsApart() ? store.recognitionBacklog(model) : null),
    issues() {
      const pause = worker.pause();
      if (pause === null) return [];
      return [{ code: 'pets-wait', text: `pets are not recognised: ${messageOf(pause.error)}` }];
    },
    idle: () => worker.idle(),
    stop: () => {
      stopListening();
      return worker.stop();
    },
  };
}

/** More photos than these that something happened to are sought among all. */
const MOST_TOLD = 500;

/**
 * Photos to be looked at: those that something happened to, then all, newest first. It goes on behind the last one, so that
 * no photo is passed over twice.
 */
class PhotoQueue {
  readonly #store: RecognitionParts['store'];
  readonly #model: string;
  readonly #told = new Set<number>();
  #before: { takenAt: number; id: number } | undefined;
  /** A look through all photos is under way, and another one is due after it. */
  #isUnderWay = false;
  #isDue = true;

  constructor(store: RecognitionParts['store'], model: string) {
    this.#store = store;
    this.#model = model;
  }

  /** Notes what happened; true where there may be work. */
  hear(events: readonly StoredEvent[]): boolean {
    let heard = false;
    for (const { type, data } of events) {
      const photoId = type === 'photo.new' || type === 'photo.updated' ? data.photoId : null;
      if (photoId !== null) this.#told.add(photoId);
      if (type === 'pets.updated' || this.#told.size > MOST_TOLD) this.lookThroughAll();
      heard ||= photoId !== null || type === 'pets.updated';
    }
    return heard;
  }

  next(): AppearanceJob | null {
    return this.#nextTold() ?? this.#nextOfAll();
  }

  /** Has all photos looked through, if need be once more. */
  lookThroughAll(): void {
    this.#told.clear();
    this.#isDue = true;
  }

  #nextTold(): AppearanceJob | null {
    for (const photoId of this.#told) {
      this.#told.delete(photoId);
      const job = this.#store.appearancesDue(this.#model, photoId);
      if (job) return job;
    }
    return null;
  }

  #nextOfAll(): AppearanceJob | null {
    for (;;) {
      if (!this.#isUnderWay && !this.#isDue) return null;
      if (!this.#isUnderWay) [this.#isUnderWay, this.#isDue, this.#before] = [true, false, undefined];
      const job = this.#store.nextAppearances(this.#model, this.#before);
      if (job && !job.said) this.#before = { takenAt: job.takenAt, id: job.photoId };
      if (job) return job;
      this.#isUnderWay = false;
    }
  }
}

async function step(
  { store, vision, log }: RecognitionParts,
  model: string,
  queue: PhotoQueue,
  signal: AbortSignal,
): Promise<StepOutcome> {
  if (!store.tellsPetsApart()) return 'idle';
  if (store.hasOldNames(model)) {
    await store.nameAgain(model, NAMED_AT_ONCE);
    return 'again';
  }
  const job = queue.next();
  if (!job) return 'idle';
  const bytes = store.frameBytes(job.frameId);
  const seen = bytes
    ? await lookAtPets(vision, { bytes, limits: LARGEST_FRAME_LIMITS }, job.pets, signal)
    : { reason: 'bytes-missing' };
  if ('reason' in seen)
    log.info({ photo: job.photoId, reason: seen.reason }, 'recognition: set a photo aside');
  await store.saveAppearances(job.photoId, job.frameId, model, seen);
  return 'again';
}

/** Has the vision process say what pets in a picture look like; a picture that it refuses gives the reason. */
export async function lookAtPets(
  vision: Pick<Vision, 'run'>,
  picture: EncodedPicture,
  pets: readonly Detection[],
  signal: AbortSignal,
): Promise<PetAppearances> {
  if (pets.length === 0) return { appearances: [] };
  try {
    const boxes = pets.map(({ x, y, width, height }) => ({ x, y, width, height }));
    const { appearances } = await vision.run('appearances', { ...picture, boxes }, { signal });
    return {
      appearances: appearances.map((appearance, at) => ({ kind: pets[at]?.label as Pet, appearance })),
    };
  } catch (error) {
    if (failureKind(error) !== 'item') throw error;
    return { reason: recordOf(error).reason };
  }
}
