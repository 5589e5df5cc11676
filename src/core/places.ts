/** Bounds of the connections that a listener holds at once. */
export interface PlaceLimits {
  /** All connections. */
  most: number;
  /** Connections that have not proved whose they are, from addresses where nobody did; the rest is kept for the others. */
  strangers: number;
  /**
   * Connections of one address that have not proved whose they are: many may be behind one. Of those that have, what an
   * address has above this is the first to go when all places are taken.
   */
  perAddress: number;
}

/** Decision on a new connection: whether it gets a place, and which other one has to leave for it. */
export interface Decision {
  admitted: boolean;
  /** Key of the connection that leaves. */
  leaves?: string;
}

interface Place {
  address: string;
  isProved: boolean;
}

/** Addresses that are remembered; the one that was used longest ago is forgotten first. */
const REMEMBERED = 256;

/**
 * Places of a listener, so that no stranger keeps out who is known, and nobody who is known the others. Connections are
 * named by the caller. A stranger for whom there is no place takes that of the stranger who has held one longest without
 * proving anything; where there is none, the address with the most gives one up.
 */
export class Places {
  readonly #limits: PlaceLimits;
  /** By key, in the order in which they came. */
  readonly #places = new Map<string, Place>();
  readonly #known = new Set<string>();
  /** Connections that have proved nothing, by address. */
  readonly #unproved = new Map<string, number>();

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Takes a place for a new connection where there is one, and the place of another where that is right. */
  enter(key: string, address: string): Decision {
    const { most, strangers, perAddress } = this.#limits;
    if ((this.#unproved.get(address) ?? 0) >= perAddress) return { admitted: false };
    const isFull = this.#places.size >= most;
    const isCrowded = !this.#known.has(address) && this.#strangers().length >= strangers;
    if (!isFull && !isCrowded) return this.#take(key, address);
    const leaves = this.#strangers()[0] ?? (isFull ? this.#oldestOfGreediest() : undefined);
    if (leaves === undefined) return { admitted: false };
    this.leave(leaves);
    return { ...this.#take(key, address), leaves };
  }

  /** Notes that a connection has proved whose it is. Its address is known from now on. */
  prove(key: string): void {
    const place = this.#places.get(key);
    if (!place || place.isProved) return;
    place.isProved = true;
    this.#release(place.address);
    this.#known.delete(place.address);
    this.#known.add(place.address);
    const [oldest] = this.#known;
    if (this.#known.size > REMEMBERED) this.#known.delete(oldest as string);
  }

  leave(key: string): void {
    const place = this.#places.get(key);
    if (!place) return;
    this.#places.delete(key);
    if (!place.isProved) this.#release(place.address);
  }

  #release(address: string): void {
    const left = (this.#unproved.get(address) as number) - 1;
    if (left > 0) this.#unproved.set(address, left);
    else this.#unproved.delete(address);
  }

  #take(key: string, address: string): Decision {
    this.#places.set(key, { address, isProved: false });
    this.#unproved.set(address, (this.#unproved.get(address) ?? 0) + 1);
    return { admitted: true };
  }

  /** Oldest connection of the address with the most, where that is more than an address needs. */
  #oldestOfGreediest(): string | undefined {
    const keys = new Map<string, string[]>();
    for (const [key, { address }] of this.#places) keys.set(address, [...(keys.get(address) ?? []), key]);
    const [most] = [...keys.values()].sort((a, b) => b.length - a.length);
    return most && most.length > this.#limits.perAddress ? most[0] : undefined;
  }

  /** Keys of the connections that have proved nothing, from addresses where nobody did, in the order they came. */
  #strangers(): string[] {
    return [...this.#places]
      .filter(([, { address, isProved }]) => !isProved && !this.#known.has(address))
      .map(([key]) => key);
  }
}
