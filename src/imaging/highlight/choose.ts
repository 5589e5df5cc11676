import type { PeriodKind } from './period.js';

/** A photo that may be part of a highlight. */
export interface Candidate {
  id: number;
  burstId: number;
  camera: string;
  /** ms since 1970 UTC. */
  takenAt: number;
  /** 0..1 */
  score: number;
  favourite: boolean;
  /** False when nobody was in view. */
  hasPet: boolean;
}

/** Photos of a highlight in the order they were taken, and the one that stands for all. */
export interface Choice {
  photos: number[];
  best: number;
}

/** How photos of a period are chosen. */
export interface Rules {
  /** A period with fewer good moments has no highlight. */
  least: number;
  most: number;
  /** Photos nearer than this show the same moment. */
  momentMs: number;
  /** How far apart photos have to be to count as wholly different in time. */
  spreadMs: number;
}

const MINUTE_MS = 60_000;

const rules: Record<PeriodKind, Rules> = {
  day: { least: 3, most: 8, momentMs: 5 * MINUTE_MS, spreadMs: 120 * MINUTE_MS },
  week: { least: 4, most: 9, momentMs: 30 * MINUTE_MS, spreadMs: 24 * 60 * MINUTE_MS },
};

/** A photo that is worse than this is not shown as one of the best, favourites apart. */
const LEAST_SCORE = 0.2;

/** How much being near in time, and being of a camera that is there already, takes from a photo. */
const NEAR = 0.35;
const SAME_CAMERA = 0.15;

/** More than anything else can make up for: the owner has said so. */
const FAVOURITE = 2;

/**
 * Chooses what is worth showing of a period: favourites first, then the best by score with variety over time and
 * cameras (maximal marginal relevance: Carbonell and Goldstein 1998), never two of one moment and so never two of one
 * burst. Null when the period was too quiet. The same for the same photos in any order.
 */
export function chooseHighlight(kind: PeriodKind, candidates: readonly Candidate[]): Choice | null {
  return chooseBest(rules[kind], candidates);
}

/** Chooses as `chooseHighlight` does, by other rules. */
export function chooseBest(
  { least, most, momentMs, spreadMs }: Rules,
  candidates: readonly Candidate[],
): Choice | null {
  const pool = candidates.filter(isWorthy).sort((a, b) => b.score - a.score || a.id - b.id);
  const chosen: Candidate[] = [];
  while (chosen.length < most) {
    const open = pool.filter((photo) => chosen.every((other) => isOther(photo, other, momentMs)));
    const next = open.reduce<Candidate | null>(
      (best, photo) =>
        best === null || gain(photo, chosen, spreadMs) > gain(best, chosen, spreadMs) ? photo : best,
      null,
    );
    if (next === null) break;
    chosen.push(next);
  }
  const [first] = chosen;
  if (first === undefined || chosen.length < least) return null;
  return { photos: chosen.sort(byTime).map(({ id }) => id), best: first.id };
}

function isWorthy({ favourite, hasPet, score }: Candidate): boolean {
  return favourite || (hasPet && score >= LEAST_SCORE);
}

function isOther(photo: Candidate, other: Candidate, momentMs: number): boolean {
  return photo.burstId !== other.burstId && Math.abs(photo.takenAt - other.takenAt) >= momentMs;
}

function gain(photo: Candidate, chosen: readonly Candidate[], spreadMs: number): number {
  const distance = Math.min(...chosen.map((other) => Math.abs(photo.takenAt - other.takenAt)), spreadMs);
  const near = chosen.length === 0 ? 0 : 1 - distance / spreadMs;
  const alike = chosen.filter(({ camera }) => camera === photo.camera).length / Math.max(1, chosen.length);
  return photo.score + (photo.favourite ? FAVOURITE : 0) - NEAR * near - SAME_CAMERA * alike;
}

const byTime = (a: Candidate, b: Candidate) => a.takenAt - b.takenAt;
