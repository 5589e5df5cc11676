import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../core/clock.js';
import { Refusal } from '../../../core/errors.js';
import type { Logger } from '../../../core/log.js';
import type { Spool, SpooledBytes, SpoolFolder } from '../../../core/spool.js';
import type { ResponseIn, Vision } from '../../../imaging/vision/types.js';
import type { Upload } from '../http/uploads.js';
import type { EnlargementState } from '../schemas/tools.js';

/** Bounds of the enlargements that are kept once they are done. */
export interface EnlargementLimits {
  most: number;
  /** Of all their bytes together. */
  mostBytes: number;
  keepMs: number;
}

/** Bounds in force: 16 enlargements, 128 MB together, ten minutes each. */
export const ENLARGEMENT_LIMITS: EnlargementLimits = { most: 16, mostBytes: 128_000_000, keepMs: 600_000 };

/** Collaborators of the enlargements: vision process, files, clock and listener. */
export interface EnlargementParts {
  vision: Pick<Vision, 'run'>;
  spools: SpoolFolder;
  clock: Clock;
  log: Logger;
  /** Hears how each goes on, and of its end. */
  onChange: (person: number, state: EnlargementState) => void;
}

/** An enlarged photo, on the disk. */
export type EnlargedPhoto = Omit<ResponseIn<'upscale', Spool>, 'image'> & {
  bytes: SpooledBytes;
  mime: string;
};

/** What came of an enlargement. */
type Outcome = { photo: EnlargedPhoto } | { error: unknown };

/** One photo that somebody sent to be enlarged, from the end of its upload until its result is forgotten. */
export class Enlargement {
  readonly id = randomBytes(16).toString('base64url');
  /** Person who sent it. */
  readonly person: number;
  /** Share that is done, 0..1. */
  done = 0;
  outcome: Outcome | null = null;
  /** True when it was told to somebody where it will be. */
  isAnnounced = false;
  /** Requests that wait for it. */
  waiting = 0;
  /** Resolves when it has an outcome; never rejects. */
  ended: Promise<void> = Promise.resolve();
  readonly #failed = new AbortController();
  readonly #forgotten = new AbortController();

  constructor(person: number) {
    this.person = person;
  }

  /** Aborts when it is forgotten. */
  get gone(): AbortSignal {
    return this.#forgotten.signal;
  }

  /** Aborts when it has failed or is forgotten: from then on it is of no use to anybody who sends the photo again. */
  get useless(): AbortSignal {
    return this.#failed.signal;
  }

  get state(): EnlargementState {
    const { id, done, outcome } = this;
    return { id, done, state: outcome === null ? 'working' : 'photo' in outcome ? 'done' : 'failed' };
  }

  end(outcome: Outcome): void {
    this.outcome = outcome;
    if ('photo' in outcome) this.done = 1;
    else this.#failed.abort();
  }

  forget(): void {
    this.#forgotten.abort();
    this.#failed.abort();
  }
}

/**
 * Enlargements of photos that people send. One whose address was told is done whether or not the request that brought
 * it is still there; results lie on the disk for a while, and are gone after it or when there are too many.
 */
export class Enlargements {
  readonly #parts: EnlargementParts;
  readonly #limits: EnlargementLimits;
  readonly #known = new Map<string, Enlargement>();

  constructor(parts: EnlargementParts, limits: EnlargementLimits = ENLARGEMENT_LIMITS) {
    this.#parts = parts;
    this.#limits = limits;
  }

  /** Begins to enlarge the one photo of an upload, which it closes. */
  begin(person: number, upload: Upload, scale: 2 | 4): Enlargement {
    const one = new Enlargement(person);
    this.#known.set(one.id, one);
    one.ended = this.#outcomeOf(one, upload, scale).then((outcome) => {
      one.end(outcome);
      this.#settle(one);
    });
    return one;
  }

  /** The enlargement of this id, as far as this person sent it; null for any other. */
  find(id: string, person: number): Enlargement | null {
    const one = this.#known.get(id);
    return one?.person === person ? one : null;
  }

  /** Forgets an enlargement: work on it ends, and its result is gone. */
  forget(one: Enlargement): void {
    this.#known.delete(one.id);
    one.forget();
  }

  /** Forgets all. */
  stop(): void {
    for (const one of this.#known.values()) this.forget(one);
  }

  /**
   * Waits until an enlargement has an outcome, for `ms` at most. One for which nobody waits any more, and whose address
   * nobody knows, is given up.
   * @throws {Refusal} `cancelled` when `signal` says that the client has gone, or it is forgotten
   */
  async wait(one: Enlargement, ms: number, signal: AbortSignal): Promise<void> {
    const wait = new AbortController();
    const over = new Promise<void>((resolve) => {
      const { signal: until } = wait;
      for (const end of [signal, one.gone]) {
        end.addEventListener('abort', () => resolve(), { signal: until });
        if (end.aborted) resolve();
      }
      if (ms > 0) until.addEventListener('abort', this.#parts.clock.after(ms, resolve));
      else resolve();
    });
    one.waiting += 1;
    await Promise.race([one.ended, over]);
    wait.abort();
    one.waiting -= 1;
    if (signal.aborted && one.waiting === 0 && !one.isAnnounced) this.forget(one);
    if (signal.aborted || one.gone.aborted)
      throw new Refusal('cancelled', 'Nobody waits for this photo any longer.');
  }

  async #outcomeOf(one: Enlargement, upload: Upload, scale: 2 | 4): Promise<Outcome> {
    try {
      return { photo: await this.#enlarge(one, upload, scale) };
    } catch (error) {
      if (!(error instanceof Refusal)) this.#parts.log.error({ err: error }, 'upscale: enlargement failed');
      return { error };
    } finally {
      await upload.close();
    }
  }

  async #enlarge(one: Enlargement, { photos }: Upload, scale: 2 | 4): Promise<EnlargedPhoto> {
    const [photo] = photos as [Upload['photos'][number]];
    const spool = await this.#parts.spools.open();
    try {
      const onProgress = (done: number) => {
        one.done = done;
        this.#parts.onChange(one.person, one.state);
      };
      const options = { signal: one.gone, onProgress, into: spool };
      const { image, ...made } = await this.#parts.vision.run(
        'upscale',
        { bytes: photo.bytes, scale },
        options,
      );
      return { ...made, bytes: image.bytes, mime: image.mime };
    } catch (thrown) {
      await spool.release();
      throw thrown;
    }
  }

  /** The result is gone with its enlargement: after its time, before it for others, or at once if that is over already. */
  #settle(one: Enlargement): void {
    const cancel = this.#parts.clock.after(this.#limits.keepMs, () => this.forget(one));
    const release = () => {
      cancel();
      if (one.outcome && 'photo' in one.outcome) void one.outcome.photo.bytes.release();
    };
    one.gone.addEventListener('abort', release, { once: true });
    if (one.gone.aborted) release();
    this.#parts.onChange(one.person, one.state);
    this.#trim(one);
  }

  /** Of whoever holds the most bytes the oldest result goes first; never the one that was just made. */
  #trim(newest: Enlargement): void {
    const { most, mostBytes } = this.#limits;
    let kept = [...this.#known.values()].filter((one) => one.outcome !== null);
    while (kept.length > most || bytesOf(kept) > mostBytes) {
      const share = ({ person }: Enlargement) => bytesOf(kept.filter((one) => one.person === person));
      const others = kept.filter((one) => one !== newest && one.waiting === 0);
      if (others.length === 0) return;
      const victim = others.reduce((worst, one) => (share(one) > share(worst) ? one : worst));
      this.forget(victim);
      kept = kept.filter((one) => one !== victim);
    }
  }
}

function bytesOf(enlargements: Enlargement[]): number {
  const sizes = enlargements.map(({ outcome }) =>
    outcome && 'photo' in outcome ? outcome.photo.bytes.byteLength : 0,
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
