import { Backoff } from '../core/backoff.js';
import type { Clock } from '../core/clock.js';
import { failureKind, recordOf } from '../core/failure.js';
import type { Logger } from '../core/log.js';
import { type StepOutcome, Worker } from '../core/worker.js';
import type { Vision } from '../imaging/vision/types.js';
import type { FilmSource } from '../server/api/routes/films.js';
import type { Work } from '../store/contract.js';
import type { FilmJob, FilmRow, Films, NewFilm } from '../store/films.js';
import { PutOff } from './put-off.js';

/** Collaborators of the films: rows, photo bytes, the vision process that encodes. */
export interface FilmsParts {
  store: Films &
    Pick<Work, 'frameBytes'> & { image(photoId: number, variant: 'upscaled'): { bytes: Uint8Array } | null };
  vision: Pick<Vision, 'run'>;
  clock: Clock;
  log: Logger;
}

const RETRIES = { firstMs: 2_000, maxMs: 60_000, jitter: 0 };

/**
 * Encodes the films that people ask for, one after the other, in a vision process of their own at the lowest priority. Each
 * is found by its state, so that one during which the hub ended is made by the next.
 */
export class FilmsService implements FilmSource {
  readonly #parts: FilmsParts;
  readonly #worker: Worker;
  readonly #putOff = new PutOff();
  #current: { id: number; done: number; cancel: AbortController } | null = null;

  constructor(deps: FilmsParts) {
    const parts = { ...deps, log: deps.log.child({ component: 'films' }) };
    this.#parts = parts;
    this.#worker = new Worker({
      step: (signal) => this.#step(signal),
      backoff: new Backoff(RETRIES),
      wakeEndsPause: true,
      clock: parts.clock,
      onFailure: (error, waitMs) =>
        parts.log.error({ err: error, retryMs: waitMs }, 'films: encoding failed, trying again later'),
    });
  }

  /** Takes up what the database says is unfinished. */
  start(): void {
    this.#worker.start();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  /** Resolves when nothing is left to encode, or nothing can be for now. */
  idle(): Promise<void> {
    return this.#worker.idle();
  }

  async make(film: NewFilm): Promise<FilmRow> {
    const row = await this.#parts.store.createFilm(film);
    this.#worker.wake();
    return row;
  }

  async remove(id: number): Promise<void> {
    await this.#parts.store.removeFilm(id);
    if (this.#current?.id === id) this.#current.cancel.abort();
  }

  progress(id: number): number {
    return this.#current?.id === id ? this.#current.done : 0;
  }

  async #step(signal: AbortSignal): Promise<StepOutcome> {
    const { store, log } = this.#parts;
    const job = this.#putOff.next((except) => store.nextFilmJob(except));
    if (!job) return 'idle';
    const cancel = new AbortController();
    this.#current = { id: job.id, done: 0, cancel };
    try {
      await this.#encode(job, AbortSignal.any([signal, cancel.signal]));
    } catch (error) {
      if (cancel.signal.aborted) return 'again';
      if (failureKind(error) !== 'item') {
        this.#putOff.add(job.id);
        throw error;
      }
      const { reason, detail } = recordOf(error);
      log.warn({ film: job.id, reason, detail }, 'films: encoding failed');
      await store.failFilm(job.id, reason);
    } finally {
      this.#current = null;
    }
    return 'again';
  }

  async #encode(job: FilmJob, signal: AbortSignal): Promise<void> {
    const { store, vision, log } = this.#parts;
    const parts: Uint8Array[] = [];
    const photos: { length: number; caption: number; subject: FilmJob['photos'][number]['subject'] }[] = [];
    for (const { photoId, frameId, subject, caption } of job.photos) {
      const bytes = store.image(photoId, 'upscaled')?.bytes ?? store.frameBytes(frameId);
      if (!bytes) continue;
      parts.push(bytes, ...(caption ? [caption] : []));
      photos.push({ length: bytes.length, caption: caption?.length ?? 0, subject });
    }
    if (photos.length === 0) return store.failFilm(job.id, 'bytes-missing');
    await store.beginFilm(job.id);
    try {
      const request = { bytes: Buffer.concat(parts), photos, shape: job.shape };
      const film = await vision.run('film', request, { signal, onProgress: (done) => this.#note(job, done) });
      await store.saveFilm(job.id, film);
      log.info({ film: job.id, photos: photos.length, mime: film.mime }, 'films: encoded');
    } catch (error) {
      await store.forgoFilm(job.id);
      throw error;
    }
  }

  #note({ id }: FilmJob, done: number): void {
    if (this.#current?.id === id) this.#current.done = done;
  }
}
