/** The text below `## [VERSION]` of a changelog, down to the next version; null when there is none or it is empty. */
export function notesOf(changelog: string, version: string): string | null;
