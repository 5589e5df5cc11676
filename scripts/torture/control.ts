/** Control of the preloaded shim: a small file that both sides map or write, laid out as in shim.c. */
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

export type CallKind = 'read' | 'write' | 'fsync' | 'open' | 'rename';
export const CALL_KINDS: readonly CallKind[] = ['read', 'write', 'fsync', 'open', 'rename'];

const WORD = 4;
const WORDS = 64;
const SEQUENCE = 1;
const RECORDING = 2;
const FULL = 3;
const ROOM = 4;
const SLOW = 6;
const SAID = 1;
const UNSAID = 2;
const FIRST_KIND = 16;
const KIND_WORDS = 8;
const FAIL_FROM = 0;
const FAIL_LEFT = 1;
const FAIL_ERRNO = 2;
const SEEN = 3;
const FAILED = 4;

/** Failures to come: the `nth` call of a kind from now on, `times` of them (-1: all until disarmed), with `errno`. */
export interface Failure {
  kind: CallKind;
  nth: number;
  times: number;
  errno: number;
}

export class ShimControl {
  readonly file: string;
  readonly #handle: number;

  constructor(file: string) {
    this.file = file;
    this.#handle = openSync(file, 'w+', 0o600);
    ftruncateSync(this.#handle, WORD * WORDS);
  }

  arm({ kind, nth, times, errno }: Failure): void {
    const at = wordOf(kind, 0);
    this.#write(at + FAIL_ERRNO, errno);
    this.#write(at + FAIL_LEFT, times);
    this.#write(at + FAIL_FROM, this.#read(at + SEEN) + nth);
  }

  disarm(): void {
    for (const kind of CALL_KINDS) this.#write(wordOf(kind, FAIL_FROM), 0);
  }

  /** Calls of this kind so far. */
  seen(kind: CallKind): number {
    return this.#read(wordOf(kind, SEEN));
  }

  /** Calls of this kind that were made to fail so far. */
  failed(kind: CallKind): number {
    return this.#read(wordOf(kind, FAILED));
  }

  /** All calls that were made to fail so far, those without room on the disk included. */
  failedCalls(): number {
    return CALL_KINDS.reduce((sum, kind) => sum + this.failed(kind), 0);
  }

  /**
   * Lets files grow by so many bytes in all; null lets them grow freely. Unless `isSaid`, whoever asks how much is
   * free hears of the whole disk, as with a quota.
   */
  limitRoom(bytes: number | null, isSaid = true): void {
    const room = Buffer.alloc(8);
    room.writeBigInt64LE(BigInt(bytes ?? 0));
    writeSync(this.#handle, room, 0, 8, ROOM * WORD);
    this.#write(FULL, bytes === null ? 0 : isSaid ? SAID : UNSAID);
  }

  /** Every sync takes so many milliseconds longer, as on a worn SD card. */
  slowSyncs(ms: number): void {
    this.#write(SLOW, ms * 1000);
  }

  record(on: boolean): void {
    this.#write(RECORDING, on ? 1 : 0);
  }

  /** Entries of the journal so far. */
  sequence(): number {
    return this.#read(SEQUENCE);
  }

  close(): void {
    closeSync(this.#handle);
  }

  #read(word: number): number {
    const buffer = Buffer.alloc(WORD);
    readSync(this.#handle, buffer, 0, WORD, word * WORD);
    return buffer.readInt32LE();
  }

  #write(word: number, value: number): void {
    const buffer = Buffer.alloc(WORD);
    buffer.writeInt32LE(value);
    writeSync(this.#handle, buffer, 0, WORD, word * WORD);
  }
}

function wordOf(kind: CallKind, field: number): number {
  return FIRST_KIND + KIND_WORDS * CALL_KINDS.indexOf(kind) + field;
}
