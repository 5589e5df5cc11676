/** Answer of a storage that is no success, read for what it says: whichever server, proxy or sign-in page it comes from. */

/** Facts of an answer that is no success. Null where the answer does not say it. */
export interface StorageAnswer {
  status: number;
  /** Code in the words of S3 (`SlowDown`). */
  code: string | null;
  /** Sentence of the server, one line of at most 200 characters. */
  message: string | null;
  /** Region that the server names for the bucket. */
  region: string | null;
  /** Host that the server names for the bucket. */
  endpoint: string | null;
  /** Absolute address that the answer sends to. */
  location: string | null;
  /** True for a page of HTML, which no storage answers with. */
  isPage: boolean;
  /** Milliseconds by which the clock of this hub is ahead of the server's. */
  clockAheadMs: number | null;
}

/** Parts of an answer that are read, and what was asked. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  body: string;
  /** Absolute address that was asked. */
  asked: string;
  /** Time of the signature (`20261130T021500Z`). */
  signedAt: string | null;
}

/** Facts in the header fields and in the body: XML with any prefix, content type and order, JSON, or nothing. */
export function readStorageAnswer({ status, headers, body, asked, signedAt }: RawAnswer): StorageAnswer {
  const field = (name: string) => inXml(body, name) ?? inJson(body, name);
  const message = headers.get('x-amz-error-message') ?? field('Message');
  const named = headers.get('x-amz-bucket-region') ?? field('Region') ?? expectedRegion(message);
  return {
    status,
    code: matching(/^[A-Za-z][\w.-]{0,63}$/, headers.get('x-amz-error-code') ?? field('Code')),
    message: oneLine(message),
    region: matching(/^[\w-]{1,40}$/, named),
    endpoint: matching(/^[\w.-]{1,253}(?::\d{1,5})?$/, field('Endpoint')),
    location: absolute(headers.get('location'), asked),
    isPage:
      /^\s*text\/html/i.test(headers.get('content-type') ?? '') || /^\s*(?:<!doctype )?<?html/i.test(body),
    clockAheadMs: aheadOf(headers.get('date'), signedAt),
  };
}

const matching = (pattern: RegExp, text: string | null) =>
  text !== null && pattern.test(text) ? text : null;

/** Content of the first element of this name, with or without a prefix. */
function inXml(body: string, name: string): string | null {
  const [, content] = new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>([^<]*)</`, 'i').exec(body) ?? [];
  return content === undefined ? null : unescaped(content.trim());
}

function inJson(body: string, name: string): string | null {
  const [, content] = new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(body) ?? [];
  return content === undefined ? null : content.replaceAll(/\\(.)/g, '$1');
}

const ENTITIES: Record<string, string> = {
  quot: '"',
  '#34': '"',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  amp: '&',
};
const unescaped = (text: string) =>
  text.replaceAll(/&(#?\w{1,4});/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** "... the region 'us-east-1' is wrong; expecting 'eu-west-1'": some servers name it in the sentence alone. */
function expectedRegion(message: string | null): string | null {
  return /expecting ['"]([\w-]+)['"]/.exec(message ?? '')?.[1] ?? null;
}

const LONGEST_MESSAGE = 200;

function oneLine(message: string | null): string | null {
  const line = (message ?? '').replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  if (line === '') return null;
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

function absolute(location: string | null, asked: string): string | null {
  return location !== null && URL.canParse(location, asked) ? new URL(location, asked).href : null;
}

function aheadOf(date: string | null, signedAt: string | null): number | null {
  const signed = String(signedAt).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const ahead = Date.parse(signed) - Date.parse(String(date));
  return Number.isNaN(ahead) ? null : ahead;
}
