/** Entry of a table of words for a stable name; undefined for a name of a newer hub, which the page does not know. */
export function byCode<T>(table: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
