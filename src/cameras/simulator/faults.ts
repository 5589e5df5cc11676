import { Refusal } from '../../core/errors.js';

/** Faults that frames can meet on their way, each with its probability 0..1. */
export interface Faults {
  /** It is never sent. */
  drop: number;
  /** It is sent twice. */
  duplicate: number;
  /** It is held back, so that the one that follows it comes first. */
  reorder: number;
  /** One of its bytes is another one. */
  corrupt: number;
  /** The camera pauses before it. */
  stall: number;
  /** The connection breaks while it is under way. */
  disconnect: number;
}

/** Faults of a way on which nothing goes wrong. */
export const NO_FAULTS: Faults = { drop: 0, duplicate: 0, reorder: 0, corrupt: 0, stall: 0, disconnect: 0 };

/** One message of a sending. */
export interface Step {
  index: number;
  bytes: Uint8Array;
  /** How long the camera waits before it. */
  afterMs: number;
  /** Breaks the connection while this frame is under way. */
  cut: boolean;
}

const STALL_MS = 2000;
/** Longer than the usual time between two frames, so that the next one overtakes. */
const OVERTAKEN_MS = 600;

/**
 * Reads `drop=0.1,corrupt=0.05`; an empty text is no fault at all.
 * @throws {Refusal} `usage`
 */
export function parseFaults(text: string): Faults {
  const faults = { ...NO_FAULTS };
  for (const part of text.split(',').filter((piece) => piece !== '')) {
    const [name = '', value = ''] = part.split('=');
    const chance = Number(value);
    if (!(name in faults) || value === '' || !(chance >= 0 && chance <= 1)) {
      throw new Refusal('usage', `"${part}" is not a fault: ${Object.keys(faults).join(', ')} = 0 to 1`);
    }
    faults[name as keyof Faults] = chance;
  }
  return faults;
}

/** A seeded source of numbers from 0 to 1 (mulberry32), so that a run with faults can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Turns a sending as it should be into one as a bad day makes it. Pure but for `random`. */
export function misfortunes(
  frames: { index: number; bytes: Uint8Array }[],
  faults: Faults,
  random: () => number,
): Step[] {
  const happens = (fault: keyof Faults) => random() < faults[fault];
  return frames.flatMap(({ index, bytes }) => {
    if (happens('drop')) return [];
    const sent = happens('corrupt') ? withOneOtherByte(bytes, random) : bytes;
    const stall = happens('stall') ? Math.ceil(random() * STALL_MS) : 0;
    const afterMs = stall + (happens('reorder') ? OVERTAKEN_MS : 0);
    const step: Step = { index, bytes: sent, afterMs, cut: happens('disconnect') };
    return happens('duplicate') ? [step, { ...step, cut: false }] : [step];
  });
}

/** Not in the first or last bytes: those are looked at before the check sum. */
function withOneOtherByte(bytes: Uint8Array, random: () => number): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  const at = 4 + Math.floor(random() * Math.max(0, bytes.length - 8));
  damaged[at] = (damaged[at] as number) ^ 0xff;
  return damaged;
}
