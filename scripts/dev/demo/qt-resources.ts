/** Reads Qt resource files (`.rcc`), in which Debian's gcompris-qt-data keeps its pictures. */
import { inflateSync } from 'node:zlib';

const HEADER = { magic: 'qres', tree: 8, data: 12, names: 16 };
const ENTRY_BYTES = 22;
const IS_COMPRESSED = 1;
const IS_FOLDER = 2;

/**
 * Files of a resource file by their path, each read when it is asked for. Knows versions 2 and 3 with zlib.
 * @throws {Error} for other bytes, and for a path that is not there.
 */
export function openQtResources(file: Buffer): (path: string) => Buffer {
  if (file.toString('latin1', 0, 4) !== HEADER.magic) throw new Error('not a Qt resource file');
  const [tree, data, names] = [HEADER.tree, HEADER.data, HEADER.names].map((at) => file.readUInt32BE(at)) as [
    number,
    number,
    number,
  ];

  function entry(index: number) {
    const at = tree + index * ENTRY_BYTES;
    const nameAt = names + file.readUInt32BE(at);
    const characters = file.readUInt16BE(nameAt);
    const utf16 = Buffer.from(file.subarray(nameAt + 6, nameAt + 6 + 2 * characters)).swap16();
    const flags = file.readUInt16BE(at + 4);
    return { at, name: utf16.toString('utf16le'), flags };
  }

  function child(folder: { at: number }, name: string) {
    const [count, first] = [file.readUInt32BE(folder.at + 6), file.readUInt32BE(folder.at + 10)];
    const children = Array.from({ length: count }, (_, index) => entry(first + index));
    return children.find((found) => found.name === name);
  }

  return (path) => {
    let found = { ...entry(0), flags: IS_FOLDER };
    for (const name of path.split('/')) {
      const next = found.flags & IS_FOLDER ? child(found, name) : undefined;
      if (!next) throw new Error(`no ${path} in this Qt resource file`);
      found = next;
    }
    const at = data + file.readUInt32BE(found.at + 10);
    const bytes = file.subarray(at + 4, at + 4 + file.readUInt32BE(at));
    // Four bytes of the length before the zlib stream.
    return found.flags & IS_COMPRESSED ? inflateSync(bytes.subarray(4)) : Buffer.from(bytes);
  };
}
