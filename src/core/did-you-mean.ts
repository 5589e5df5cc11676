import { distance } from 'fastest-levenshtein';

/** `; did you mean "list"?` for a word that is nearly one of `known`, or begins one alone; empty for any other word. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === null ? '' : `; did you mean "${near}"?`;
}

/** Word of `known` that was probably meant, in upper or lower case; null where none is near, or several begin so. */
export function nearest(word: string, known: readonly string[]): string | null {
  const typed = word.toLowerCase();
  const ranked = known
    .map((name) => ({ name, steps: distance(typed, name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  if (best && best.steps <= mistakesIn(typed)) return best.name;
  const begun = known.filter((name) => typed.length > 1 && name.toLowerCase().startsWith(typed));
  return begun.length === 1 ? (begun[0] as string) : null;
}

/** Letters that may be wrong: one in three, at most four. */
const mistakesIn = (word: string) => Math.min(4, Math.ceil(word.length / 3));
