import type { Subject } from '../../imaging/vision/types.js';
import type { Connection } from '../database.js';
import { readAnalysis } from './columns.js';

/** Says where the likeliest pet of a frame is, by the frame's id; null where none was seen. */
export type SubjectOf = (frameId: number) => Subject | null;

/**
 * Reads where pets are in frames. Null as well where the frame's row cannot be read: a photo is shown all the same, only
 * not close to the pet. The damage is said by whatever needs the frame.
 */
export function subjectReads(db: Connection): SubjectOf {
  const analysis = db.prepare<[number], string | null>('SELECT analysis FROM frame WHERE id = ?').pluck();
  return (frameId) => {
    try {
      const found = analysis.get(frameId);
      return found ? subjectIn(found) : null;
    } catch {
      return null;
    }
  };
}

/** Box of the likeliest pet in an analysis, in parts of the picture's width and height; null where none was seen. */
export function subjectIn(analysis: string): Subject | null {
  const { width, height, pets } = readAnalysis(analysis);
  const [pet] = pets;
  return pet
    ? { x: pet.x / width, y: pet.y / height, width: pet.width / width, height: pet.height / height }
    : null;
}
