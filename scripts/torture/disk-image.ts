/**
 * A folder as a power cut leaves it. What was synced is there; of what was not, each write is kept, dropped or torn into
 * sectors, in any order, and of the names each folder keeps a beginning of its changes, as a file system with a journal
 * of its own does.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FileContent } from './file-content.js';
import type { JournalEntry, Operation } from './journal.js';
import type { Random } from './random.js';

const SECTOR_BYTES = 512;

type Change = Extract<Operation, { kind: 'change' | 'truncate' }>;
type Naming = Extract<
  Operation,
  { kind: 'create' | 'move' | 'link' | 'remove' | 'make-folder' | 'remove-folder' }
>;

/** One file's contents, apart from its names. */
interface Inode {
  synced: FileContent;
  pending: Change[];
}

/** What is under a name: a file, or null for a folder. */
type Names = Map<string, Inode | null>;

/** How a cut treats what was not synced. `kept`: all of it reached the disk, as when only the process ends. */
export type Fate = 'dropped' | 'torn' | 'kept';
export const FATES: readonly Fate[] = ['dropped', 'torn', 'torn', 'torn', 'kept'];

export class DiskImage {
  readonly #folder: string;
  /** Names as programs see them, and as the disk has them. */
  readonly #seen: Names = new Map();
  readonly #durable: Names = new Map();
  #pendingNames: { operation: Naming; inode: Inode | null }[] = [];
  readonly #inodes = new Map<bigint, Inode>();

  /** Begins with what is in `folder` now, all of it synced. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#seen.set(folder, null);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const name = path.join(entry.parentPath, entry.name);
      if (entry.isDirectory()) this.#seen.set(name, null);
      else this.#load(name);
    }
    for (const [name, inode] of this.#seen) this.#durable.set(name, inode);
  }

  #load(name: string): void {
    const { ino } = statSync(name, { bigint: true });
    const inode = this.#inodes.get(ino) ?? { synced: new FileContent(readFileSync(name)), pending: [] };
    this.#inodes.set(ino, inode);
    this.#seen.set(name, inode);
  }

  apply({ operation }: JournalEntry): void {
    switch (operation.kind) {
      case 'change':
      case 'truncate':
        this.#inodes.get(operation.inode)?.pending.push(operation);
        return;
      case 'sync-file':
        this.#sync(this.#inodes.get(operation.inode));
        return;
      case 'sync-folder':
        this.#syncNames(operation.path);
        return;
      case 'create':
        this.#inodes.set(operation.inode, { synced: new FileContent(), pending: [] });
        this.#name(operation, this.#inodes.get(operation.inode) as Inode);
        return;
      default:
        this.#name(operation, this.#seen.get(operation.path) ?? null);
    }
  }

  #sync(inode: Inode | undefined): void {
    if (!inode) return;
    for (const change of inode.pending) apply(inode.synced, change);
    inode.pending = [];
  }

  #name(operation: Naming, inode: Inode | null): void {
    rename(this.#seen, operation, inode);
    this.#pendingNames.push({ operation, inode });
  }

  #syncNames(folder: string): void {
    const concerns = ({ operation }: { operation: Naming }) => foldersOf(operation).includes(folder);
    for (const entry of this.#pendingNames.filter(concerns))
      rename(this.#durable, entry.operation, entry.inode);
    this.#pendingNames = this.#pendingNames.filter((entry) => !concerns(entry));
  }

  /** Writes the folder as a cut now leaves it to `target`. The image itself goes on unchanged. */
  write(target: string, fate: Fate, random: Random, mode = 0o600): void {
    rmSync(target, { recursive: true, force: true });
    const names: Names = new Map(this.#durable);
    const kept =
      fate === 'dropped'
        ? 0
        : fate === 'kept'
          ? this.#pendingNames.length
          : random.between(0, this.#pendingNames.length);
    for (const { operation, inode } of this.#pendingNames.slice(0, kept)) rename(names, operation, inode);
    const contents = new Map<Inode, Buffer>();
    for (const [name, inode] of [...names].sort(([a], [b]) => a.localeCompare(b))) {
      const to = path.join(target, path.relative(this.#folder, name));
      if (inode === null) mkdirSync(to, { recursive: true, mode: 0o700 });
      else {
        if (!contents.has(inode)) contents.set(inode, remains(inode, fate, random));
        mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
        writeFileSync(to, isSharedMemory(name) ? garbage(random) : (contents.get(inode) as Buffer), {
          mode,
        });
      }
    }
  }
}

function foldersOf(operation: Naming): string[] {
  const of = [path.dirname(operation.path)];
  return 'to' in operation ? [...of, path.dirname(operation.to)] : of;
}

function rename(names: Names, operation: Naming, inode: Inode | null): void {
  switch (operation.kind) {
    case 'create':
    case 'make-folder':
      names.set(operation.path, inode);
      return;
    case 'link':
      names.set(operation.to, inode);
      return;
    case 'remove':
    case 'remove-folder':
      names.delete(operation.path);
      return;
    case 'move':
      move(names, operation.path, operation.to, inode);
  }
}

/** A folder takes along what is in it. */
function move(names: Names, from: string, to: string, inode: Inode | null): void {
  names.delete(from);
  names.set(to, inode);
  for (const [name, inner] of [...names]) {
    if (!name.startsWith(`${from}/`)) continue;
    names.delete(name);
    names.set(to + name.slice(from.length), inner);
  }
}

function remains({ synced, pending }: Inode, fate: Fate, random: Random): Buffer {
  const content = synced.copy();
  for (const change of fate === 'dropped' ? [] : pending) {
    if (fate === 'kept') apply(content, change);
    else if (random.chance(0.5)) tear(content, change, random);
  }
  return content.bytes();
}

function apply(content: FileContent, change: Change): void {
  if (change.kind === 'truncate') content.truncate(change.length);
  else content.write(change.offset, change.bytes);
}

/** Of one write all sectors, or some of them: each sector is whole. */
function tear(content: FileContent, change: Change, random: Random): void {
  if (change.kind === 'truncate' || random.chance(0.5)) {
    apply(content, change);
    return;
  }
  for (let at = 0; at < change.bytes.length; ) {
    const length = SECTOR_BYTES - ((change.offset + at) % SECTOR_BYTES);
    if (random.chance(0.5)) content.write(change.offset + at, change.bytes.subarray(at, at + length));
    at += length;
  }
}

const isSharedMemory = (name: string) => name.endsWith('-shm');

/** A mapped file is never synced: anything may be in it. */
function garbage(random: Random): Buffer {
  return random.chance(0.5)
    ? Buffer.alloc(0)
    : Buffer.from(Array.from({ length: 32_768 }, () => random.between(0, 255)));
}
