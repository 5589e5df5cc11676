import type { RestoreReport } from './restore.js';

/** Objects that are named at most; the report as JSON names all. */
const MOST_NAMED = 20;

/** True when the bucket did not give all that the hub has sent, or cannot prove that it did although it should. */
export function isDoubtful(report: RestoreReport, known: number): boolean {
  const { list, isListGone, missing, stale } = report;
  return isListGone || (list?.isOld ?? known > 0) || missing.length + stale.length > 0;
}

/** Sentences on what the signed list proves of a restore. `known` is the number of a list that there has been, or 0. */
export function restoreWords(
  report: RestoreReport,
  { known, takeStale }: { known: number; takeStale: boolean },
): string[] {
  const { list, missing, stale, newer } = report;
  return [
    ...(list ? listWords(list, known) : [withoutList(report, known)]),
    ...(newer > 0 ? [`${newer} objects came after that list.`] : []),
    ...named(missing, `${missing.length} objects of the list are missing in the bucket:`),
    ...named(
      stale,
      `${stale.length} objects are older than the list, or were removed, and were ${takeStale ? 'taken' : 'left out'}:`,
    ),
  ];
}

function listWords(
  { number, at, signer, isOld }: NonNullable<RestoreReport['list']>,
  known: number,
): string[] {
  const found = `It is as list ${number} of ${new Date(at).toISOString()} says, signed by ${signer}.`;
  if (!isOld) return [found];
  const wanted = known > number ? `list ${known}` : 'a newer one';
  return [
    found,
    `WARNING: there has been ${wanted}. The storage shows the bucket as it was earlier: people who were removed and passwords that were changed since are as they were then.`,
  ];
}

function withoutList({ isListGone }: RestoreReport, known: number): string {
  return isListGone || known > 0
    ? 'WARNING: the bucket has no list of what was sent, though there has been one. What is missing or old cannot be told.'
    : 'The bucket has no list of what was sent, as that of an earlier version: what is missing or old cannot be told.';
}

function named(keys: readonly string[], sentence: string): string[] {
  if (keys.length === 0) return [];
  const more = keys.length - MOST_NAMED;
  const rest = more > 0 ? [`  and ${more} more`] : [];
  return [sentence, ...keys.slice(0, MOST_NAMED).map((key) => `  ${key}`), ...rest];
}
