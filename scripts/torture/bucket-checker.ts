/** Checker of what a hub sent to a bucket: opens every object with the owner's key, without any code of the hub. */
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import Database from 'better-sqlite3';
import { S3mini } from 's3mini';
import { addVerdicts, NOTHING, type Verdict } from './checker.js';

export interface Owner {
  identity: string;
  recipient: string;
}

export async function newOwner(): Promise<Owner> {
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

export interface BucketAccess {
  /** With the bucket as its path. */
  url: string;
  accessKey: string;
  secretKey: string;
  identity: string;
}

const PAGE = 1000;

/** Every photo of the database is in exactly one object, with the bytes of its frame. */
export async function checkBucket(access: BucketAccess, file: string): Promise<Verdict> {
  const objects = await openAll(access);
  const db = new Database(file, { readonly: true });
  try {
    const photos = db
      .prepare<[], { id: number; bytes: Buffer }>(
        'SELECT p.id, x.bytes FROM photo p JOIN frame_bytes x ON x.frame_id = p.frame_id WHERE p.deleted_at IS NULL',
      )
      .all();
    return photos.map((photo) => verdictOf(photo, objects)).reduce(addVerdicts, NOTHING);
  } finally {
    db.close();
  }
}

function verdictOf({ id, bytes }: { id: number; bytes: Buffer }, objects: readonly Buffer[]): Verdict {
  const copies = objects.filter((object) => object.includes(bytes)).length;
  if (copies === 1) return NOTHING;
  if (copies === 0) return { ...NOTHING, lost: 1, findings: [`photo ${id} is not in the bucket`] };
  return { ...NOTHING, doubled: 1, findings: [`photo ${id} is in ${copies} objects of the bucket`] };
}

async function openAll({ url, accessKey, secretKey, identity }: BucketAccess): Promise<Buffer[]> {
  const s3 = new S3mini({
    endpoint: url,
    region: 'us-east-1',
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
  });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened: Buffer[] = [];
  let token: string | undefined;
  do {
    const page = await s3.listObjectsPaged('/', 'petcam/', PAGE, token);
    for (const { Key } of page?.objects ?? []) {
      const sealed = await s3.getObjectArrayBuffer(Key);
      if (sealed) opened.push(Buffer.from(await decrypter.decrypt(new Uint8Array(sealed))));
    }
    token = page?.nextContinuationToken;
  } while (token);
  return opened;
}
