/** Reads ZIP archives whose files are stored as they are (APPNOTE.TXT of PKWARE, 4.3), as any program that unpacks them. */
import assert from 'node:assert';
import { crc32 } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** Files of an archive by name; fails on one that is not whole. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  assert.equal(archive.readUInt32LE(end), END);
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(archive.readUInt32LE(at), ENTRY);
    const [nameLength = 0, extraLength = 0, noteLength = 0] = [28, 30, 32].map((of) =>
      archive.readUInt16LE(at + of),
    );
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const [crc, length = 0] = [16, 20].map((of) => archive.readUInt32LE(at + of));
    const head = archive.readUInt32LE(at + 42);
    const begin = head + 30 + archive.readUInt16LE(head + 26) + archive.readUInt16LE(head + 28);
    const bytes = archive.subarray(begin, begin + length);
    assert.equal(crc32(bytes), crc, name);
    assert.ok(!files.has(name), `${name} twice`);
    files.set(name, bytes);
    at += 46 + nameLength + extraLength + noteLength;
  }
  return files;
}
