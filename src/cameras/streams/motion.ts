/** Cells in which motion is sought, as in the camera's own firmware (firmware/core, motion.c). */
export const MOTION_COLUMNS = 16;
/** Rows of the cells in which motion is sought. */
export const MOTION_ROWS = 12;

const CELLS = MOTION_COLUMNS * MOTION_ROWS;
/** Levels are kept in sixteenths of a luma step. */
const FRACTION = 16;
const LEARN_PICTURES = 4;
const NOISE_FACTOR = 5;
const MANY_CELLS = Math.floor((CELLS * 6) / 10);
/** A background cell moves by 1/8 of the change, or by 1/64 where something stands that may walk away again. */
const ADAPT_STILL = 8;
const ADAPT_CHANGED = 64;
/** From this sensitivity on a single picture is enough. */
const QUICK_SENSITIVITY = 8;

/** Finding of a look at one picture. */
export type MotionVerdict = 'learning' | 'still' | 'moved' | 'light-changed';

/** How closely is looked, and where not: 48 hexadecimal digits, a bit for each cell, row by row. */
export interface MotionSettings {
  motionSensitivity: number;
  motionIgnore: string;
}

/**
 * Motion trigger of a camera without one of its own: how far each cell of a small grey picture is from its background,
 * once the change that all cells share is taken out. The same steps and numbers as in the firmware.
 */
export class MotionDetector {
  #background: number[] = [];
  #noise = 0;
  #hits = 0;
  #learned = 0;

  /** Forgets the room: the picture may be another one now. */
  forget(): void {
    this.#background = [];
    this.#noise = 0;
    this.#hits = 0;
    this.#learned = 0;
  }

  /** Takes the mean luma of each cell, 0..255, row by row. `known` are cells that do not count either. */
  look(
    luma: readonly number[],
    { motionSensitivity, motionIgnore }: MotionSettings,
    known = '',
  ): MotionVerdict {
    const cells = luma.map((level) => Math.trunc(level * FRACTION));
    if (this.#learned === 0) this.#relearn(cells);
    const differences = calm(calm(this.#differences(cells), motionIgnore), known);
    const threshold = Math.max(this.#noise * NOISE_FACTOR, leastDifference(motionSensitivity));
    const changed = differences.filter((difference) => difference > threshold).length;
    if (changed > MANY_CELLS) return this.#relearn(cells);
    this.#adapt(cells, differences, threshold);
    return this.#judge(changed, motionSensitivity);
  }

  #differences(cells: readonly number[]): number[] {
    const changes = cells.map((level, at) => level - (this.#background[at] as number));
    const shared = median(changes);
    return changes.map((change) => Math.abs(change - shared));
  }

  #relearn(cells: readonly number[]): 'light-changed' {
    this.#background = [...cells];
    this.#hits = 0;
    return 'light-changed';
  }

  #adapt(cells: readonly number[], differences: readonly number[], threshold: number): void {
    this.#background = this.#background.map((level, at) => {
      const rate = (differences[at] as number) > threshold ? ADAPT_CHANGED : ADAPT_STILL;
      return level + stepTowards((cells[at] as number) - level, rate);
    });
    this.#noise += Math.trunc((median(differences) - this.#noise) / 4);
  }

  #judge(changed: number, sensitivity: number): MotionVerdict {
    if (this.#learned < LEARN_PICTURES) {
      this.#learned += 1;
      return 'learning';
    }
    this.#hits = changed < cellsNeeded(sensitivity) ? 0 : Math.min(this.#hits + 1, 2);
    return this.#hits >= (sensitivity >= QUICK_SENSITIVITY ? 1 : 2) ? 'moved' : 'still';
  }
}

/** What a television or a window does that the owner marked is no change. */
function calm(differences: readonly number[], ignore: string): number[] {
  return differences.map((difference, at) => {
    const digit = Number.parseInt(ignore[Math.floor(at / 4)] ?? '0', 16);
    return (digit & (8 >> (at % 4))) === 0 ? difference : 0;
  });
}

/** Sixteenths of a luma step: 9 steps at sensitivity 1, 2.25 at 10. */
function leastDifference(sensitivity: number): number {
  return 9 * FRACTION - (sensitivity - 1) * 12;
}

/** A pet far away covers few cells: 7 at sensitivity 1, 2 from 6 on. */
function cellsNeeded(sensitivity: number): number {
  return sensitivity < 6 ? 8 - sensitivity : 2;
}

/** The smallest value that more than half of the values do not exceed. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[CELLS / 2] as number;
}

/** At least one sixteenth a picture, or a small difference would be held against the background for ever. */
function stepTowards(difference: number, rate: number): number {
  return Math.trunc(difference / rate) || Math.sign(difference);
}
