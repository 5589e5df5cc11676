import type { IncomingMessage } from 'node:http';
import type { Refusal } from '../../core/errors.js';
import { streamRefusal } from './failure.js';

/** Way to read an answer that may have pictures; `boundary` as the content type has it, null where it has none. */
export type Readable = { kind: 'stream'; boundary: string | null } | { kind: 'snapshot' };

/**
 * Content types of an answer, all of them: some servers send two, and the first says nothing.
 */
export function contentTypes({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): string[] {
  return rawHeaders.flatMap((name, at) =>
    at % 2 === 0 && name.toLowerCase() === 'content-type' ? [rawHeaders[at + 1] as string] : [],
  );
}

/** How an answer is read, by its content types; null for a page or anything else that is no picture. */
export function readableAs(types: readonly string[]): Readable | null {
  const multipart = types.find((type) => /^\s*multipart\//i.test(type));
  if (multipart !== undefined) {
    const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(multipart) ?? [];
    return { kind: 'stream', boundary: quoted ?? plain ?? null };
  }
  const isPicture =
    types.length === 0 || types.some((type) => /^\s*(image\/|application\/octet-stream)/i.test(type));
  return isPicture ? { kind: 'snapshot' } : null;
}

/** Refusal for a status that brings no picture; null for 200. `asked` is true when name and password were sent. */
export function refusedByStatus(status: number, asked: boolean): Refusal | null {
  if (status === 200) return null;
  if (status === 401 || status === 403) {
    return asked
      ? streamRefusal('stream-password-wrong', 'The camera does not take this user name and password.')
      : streamRefusal('stream-password-needed', 'The camera asks for a user name and a password.');
  }
  if (status === 404 || status === 410)
    return streamRefusal('stream-not-found', 'The camera has nothing at this path.');
  return streamRefusal('stream-answer', `The camera answers with status ${status} in place of a picture.`);
}

/** Refusal for something else in place of a picture, by its content types and its first bytes. */
export function refusedByPage(types: readonly string[], start: string): Refusal {
  if (/type\s*=\s*["']?password/i.test(start))
    return streamRefusal(
      'stream-login-page',
      'The camera answers with a login page: look in its manual for the address of its stream or picture.',
    );
  if (/^\s*</.test(start) || types.some((type) => /^\s*text\/html/i.test(type)))
    return streamRefusal(
      'stream-web-page',
      'There is a web page at this address: look in the manual for the address of the stream or picture.',
    );
  return streamRefusal('stream-no-picture', 'What the camera sends is no JPEG.');
}
