import type { Clock } from '../../core/clock.js';
import type { CameraId } from '../protocol/types.js';

/**
 * State of a camera's connection. `flapping`: it comes and goes. `contested`: connections of one name end each other,
 * as two cameras with one id do.
 */
export type ConnectionState = 'steady' | 'flapping' | 'contested';

/** Connections of a camera in the last ten minutes, counted and judged. */
export interface ConnectionReport {
  state: ConnectionState;
  connects: number;
  /** Connections that ended another one of the same name. */
  replaced: number;
  /** Addresses that it came from, where they are known. */
  addresses: string[];
  /** When it left the state `steady`, wall time in ms; null while it is steady. */
  since: number | null;
}

/** One connection of a camera as it begins. */
interface Arrival {
  at: number;
  replaces: boolean;
  address: string | null;
}

/** How far back is looked, in ms. */
export const WATCHED_MS = 10 * 60_000;

/** A camera that was restarted, or lost the Wi-Fi for a moment, does not come so often. */
const FLAPPING_CONNECTS = 6;
const CONTESTED_CONNECTS = 4;

/** Arrivals kept of each camera: one that connects as fast as it can must not fill the memory. */
const KEPT = 256;

/** Judges the arrivals of one camera within `WATCHED_MS`. Pure. */
export function judgeConnections(arrivals: readonly Arrival[]): Omit<ConnectionReport, 'since'> {
  const replaced = arrivals.filter(({ replaces }) => replaces).length;
  const known = arrivals.flatMap(({ address }) => (address === null ? [] : [address]));
  const isFlapping = arrivals.length >= FLAPPING_CONNECTS;
  const state = replaced >= CONTESTED_CONNECTS ? 'contested' : isFlapping ? 'flapping' : 'steady';
  return { state, connects: arrivals.length, replaced, addresses: [...new Set(known)] };
}

/** Counts how often each camera connects, to tell one that flaps or shares its id from one that is well. */
export class ConnectionWatch {
  readonly #clock: Clock;
  readonly #arrivals = new Map<CameraId, Arrival[]>();
  readonly #present = new Map<CameraId, boolean>();
  readonly #since = new Map<CameraId, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param replaces true when it ended a connection of the same name that was still open */
  connected(camera: CameraId, replaces: boolean, address: string | null): void {
    const arrivals = this.#arrivals.get(camera) ?? [];
    arrivals.push({ at: this.#clock.monotonic(), replaces, address });
    this.#arrivals.set(camera, arrivals.slice(-KEPT));
    const { state } = judgeConnections(this.#recent(camera));
    if (state !== 'steady' && !this.#since.has(camera)) this.#since.set(camera, this.#clock.now());
  }

  /** Takes what an external broker tells: only one that was away before has connected anew. */
  heard(camera: CameraId, online: boolean): void {
    if (online && this.#present.get(camera) === false) this.connected(camera, false, null);
    this.#present.set(camera, online);
  }

  report(camera: CameraId): ConnectionReport {
    const judged = judgeConnections(this.#recent(camera));
    if (judged.state === 'steady') this.#since.delete(camera);
    return { ...judged, since: this.#since.get(camera) ?? null };
  }

  /** Drops what is known of a camera that was removed. */
  forget(camera: CameraId): void {
    this.#arrivals.delete(camera);
    this.#present.delete(camera);
    this.#since.delete(camera);
  }

  #recent(camera: CameraId): Arrival[] {
    const from = this.#clock.monotonic() - WATCHED_MS;
    return (this.#arrivals.get(camera) ?? []).filter(({ at }) => at > from);
  }
}
