import { problemOf, Unreachable } from '../api/problem.js';

/** The last file, in memory: a second tap need not wait for it. */
let kept: { url: string; file: File } | null = null;

/**
 * Gives a file to the phone's own sheet. A browser opens it only in answer to a tap that is seconds old at most, so a
 * file that took longer to fetch is kept, and `tap-again` says that one more tap will do. Resolves as `done` also when
 * the person thinks better of it. @throws {Unreachable} @throws {ApiProblem}
 */
export async function shareFile(url: string, name: string, type: string): Promise<'done' | 'tap-again'> {
  const isKept = kept?.url === url;
  if (kept === null || !isKept) kept = { url, file: await fetchFile(url, name, type) };
  try {
    await navigator.share({ files: [kept.file] });
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : '';
    if (name === 'NotAllowedError' && !isKept) return 'tap-again';
    if (name !== 'AbortError') throw thrown;
  }
  return 'done';
}

async function fetchFile(url: string, name: string, type: string): Promise<File> {
  const unreachable = () => {
    throw new Unreachable();
  };
  const response = await fetch(url).catch(unreachable);
  if (!response.ok) throw await problemOf(response);
  return new File([await response.blob().catch(unreachable)], name, { type });
}
