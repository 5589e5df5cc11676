/**
 * A sync object as bytes: `PETCAM1`, a zero, the length of the header (4 bytes, big endian), the header as JSON, then the
 * blobs one after the other.
 */
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../../core/errors.js';
import type { SyncObject } from '../../store/outbox.js';

const MAGIC = Buffer.from('PETCAM1\0');
const START = MAGIC.length + 4;

const Id = Type.Integer({ minimum: 0 });
const Row = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()]));
const Header = Type.Object({
  /** Number of the list that names it first; absent from objects of earlier versions. */
  list: Type.Optional(Id),
  kind: Type.Enum(['photo', 'frame', 'house']),
  subject: Id,
  parent: Id,
  mark: Type.String(),
  rows: Type.Record(Type.String(), Type.Array(Row)),
  blobs: Type.Array(
    Type.Object({
      table: Type.Enum(['frame_bytes', 'photo_image']),
      id: Id,
      variant: Type.String(),
      length: Id,
    }),
  ),
});
const header = Compile(Header);

/** Bytes of a sync object, before they are encrypted. `list` is the number of the list that will name it first. */
export function encodeSyncObject(syncObject: SyncObject, list: number): Buffer {
  const blobs = syncObject.blobs.map(({ table, id, variant, bytes }) => ({
    table,
    id,
    variant,
    length: bytes.length,
  }));
  const json = Buffer.from(JSON.stringify({ list, ...syncObject, blobs }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([MAGIC, length, json, ...syncObject.blobs.map(({ bytes }) => bytes)]);
}

/**
 * Sync object out of decrypted bytes, and the number of the list that names it first: 0 where it does not say.
 * @throws {Refusal} `parcel-invalid`
 */
export function decodeSyncObject(bytes: Buffer): SyncObject & { list: number } {
  if (bytes.length < START || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw invalid('has no sync object in it');
  const end = START + bytes.readUInt32BE(MAGIC.length);
  const head = parsed(bytes.subarray(START, end).toString());
  let at = end;
  const blobs = head.blobs.map(({ length, ...blob }) => {
    at += length;
    return { ...blob, bytes: bytes.subarray(at - length, at) };
  });
  if (at !== bytes.length) throw invalid('is longer or shorter than it says');
  return { ...head, list: head.list ?? 0, blobs };
}

function parsed(text: string) {
  try {
    return header.Parse(JSON.parse(text));
  } catch (cause) {
    throw invalid('has a header that this version does not read', cause);
  }
}

const invalid = (what: string, cause?: unknown) =>
  new Refusal('parcel-invalid', `An object of the bucket ${what}.`, { cause });
