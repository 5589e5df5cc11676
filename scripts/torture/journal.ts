/** Journal of the shim: every call that changed a file, a name or what is synced, in order. Layout as in shim.c. */
import { existsSync, readFileSync } from 'node:fs';

export type Operation =
  | { kind: 'create'; path: string; inode: bigint }
  | { kind: 'change'; inode: bigint; offset: number; bytes: Buffer }
  | { kind: 'truncate'; inode: bigint; length: number }
  | { kind: 'sync-file'; inode: bigint }
  | { kind: 'sync-folder'; path: string }
  | { kind: 'move' | 'link'; path: string; to: string }
  | { kind: 'remove' | 'make-folder' | 'remove-folder'; path: string };

export interface JournalEntry {
  sequence: number;
  operation: Operation;
}

const HEAD_BYTES = 32;

/** Entries of the file; one that a kill cut short ends them. */
export function readJournal(file: string): JournalEntry[] {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const entries: JournalEntry[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length; ) {
    const first = bytes.readUInt32LE(at + 24);
    const second = bytes.readUInt32LE(at + 28);
    const body = at + HEAD_BYTES;
    const end = body + first + second;
    if (end > bytes.length) break;
    const parts = [bytes.subarray(body, body + first), bytes.subarray(body + first, end)] as const;
    const head = bytes.subarray(at, body);
    entries.push({ sequence: head.readUInt32LE(4), operation: operationOf(head, parts) });
    at = end;
  }
  return entries;
}

function operationOf(head: Buffer, [first, second]: readonly [Buffer, Buffer]): Operation {
  const inode = head.readBigUInt64LE(8);
  const offset = Number(head.readBigUInt64LE(16));
  const path = first.toString();
  switch (head.readUInt32LE(0)) {
    case 1:
      return { kind: 'create', path, inode };
    case 2:
      return { kind: 'change', inode, offset, bytes: first };
    case 3:
      return { kind: 'truncate', inode, length: offset };
    case 4:
      return { kind: 'sync-file', inode };
    case 5:
      return { kind: 'sync-folder', path };
    case 6:
      return { kind: 'move', path, to: second.toString() };
    case 7:
      return { kind: 'remove', path };
    case 8:
      return { kind: 'make-folder', path };
    case 9:
      return { kind: 'remove-folder', path };
    case 10:
      return { kind: 'link', path, to: second.toString() };
    default:
      throw new Error('the journal of file calls is damaged');
  }
}
