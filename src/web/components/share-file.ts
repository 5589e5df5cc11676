import { problemOf, Unreachable } from '../api/problem.js';

/** File that the hub has, and the name that it gets. */
export interface HubFile {
  url: string;
  name: string;
}

/** The last files, in memory: a second tap need not wait for them. */
let kept: { key: string; files: File[] } | null = null;

/**
 * Gives files of one type to the phone's own sheet. A browser opens it only in answer to a tap that is seconds old at
 * most, so files that took longer to fetch are kept, and `tap-again` says that one more tap will do. Resolves as `done`
 * also when the person thinks better of it. @throws {Unreachable} @throws {ApiProblem}
 */
export async function shareFiles(wanted: readonly HubFile[], type: string): Promise<'done' | 'tap-again'> {
  const key = wanted.map(({ url }) => url).join('\n');
  const isKept = kept?.key === key;
  if (kept === null || !isKept) kept = { key, files: await fetchFiles(wanted, type) };
  try {
    await navigator.share({ files: kept.files });
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'NotAllowedError' && !isKept) return 'tap-again';
    if (name !== 'AbortError') throw thrown;
  }
  return 'done';
}

async function fetchFiles(wanted: readonly HubFile[], type: string): Promise<File[]> {
  const files: File[] = [];
  for (const file of wanted) files.push(await fetchFile(file, type));
  return files;
}

async function fetchFile({ url, name }: HubFile, type: string): Promise<File> {
  const unreachable = () => {
    throw new Unreachable();
  };
  const response = await fetch(url).catch(unreachable);
  if (!response.ok) throw await problemOf(response);
  return new File([await response.blob().catch(unreachable)], name, { type });
}
