/**
 * What leaves the hub for the owner's own storage, found by state: an object is due while what the bucket has of it
 * (`mark`) is not what the hub has. docs/SYNC.md.
 */

/** Photos that are sent: favourites alone, every best cut, or the losing frames of their bursts too. */
export type SyncScope = 'favourites' | 'best' | 'all';

/** Which deletions follow into the bucket: none, those by a person, or those by the storage limits too. */
export type SyncRemovals = 'keep' | 'mine' | 'all';

/** Kinds of objects in the bucket; `house` holds people and cameras. */
export type SyncKind = 'photo' | 'frame' | 'house';

/** One object that is to be sent, with the state that it shall have. */
export interface Upload {
  kind: SyncKind;
  /** Photo or frame id; 0 for people and cameras. */
  subject: number;
  /** The photo that a frame belongs to; 0 else. */
  parent: number;
  /** Names the state that is to be sent; another one later is sent anew under the same key. */
  mark: string;
  /** The object's name once it has one. */
  key: string | null;
  /** A sending of this very mark that may have arrived: the hub stopped before it knew. */
  begun: { md5: string } | null;
}

/** One object that the bucket holds of this hub, as far as the hub knows. */
export interface SentObject {
  key: string;
  kind: SyncKind;
  subject: number;
  /** Size of the encrypted object in bytes. */
  bytes: number;
  md5: string;
  sentAt: number;
}

/** Rows of some tables and the bytes that belong to them, as one object carries them. */
export interface SyncObject {
  kind: SyncKind;
  subject: number;
  parent: number;
  mark: string;
  rows: Record<string, Record<string, string | number | null>[]>;
  blobs: SyncBlob[];
}

/** Bytes that belong to one row of a sync object. */
export interface SyncBlob {
  table: 'frame_bytes' | 'photo_image';
  id: number;
  /** Empty for a frame. */
  variant: string;
  bytes: Uint8Array;
}

/** Numbers of objects sent and of photos that wait. */
export interface SyncCounts {
  /** Objects of which the bucket has the newest state. */
  sent: number;
  sentBytes: number;
  /** Photos of the scope that wait. */
  waiting: number;
}

/** Objects that are due to the owner's bucket, found by state, and their import into an empty hub. */
export interface Outbox {
  /**
   * Looks for something to send among at most `limit` photos with an id below `below`, newest first; `next` is where
   * to go on, null at the end. `exceptFrames` are ids of losing frames to pass over.
   */
  uploadBelow(
    below: number,
    scope: SyncScope,
    limit: number,
    exceptFrames?: readonly number[],
  ): { upload: Upload; next: number } | { upload: null; next: number | null };
  /** The people and cameras, when they changed since they were sent. */
  homeUpload(): Upload | null;
  /**
   * Content of an upload; null when it was changed or deleted meanwhile. Holds camera keys in the clear: only to be
   * encrypted. Refusal `image-damaged` while an image of it is not what was stored.
   */
  syncObject(upload: Pick<Upload, 'kind' | 'subject' | 'parent' | 'mark'>): SyncObject | null;
  /** Durable before the first byte leaves, so that nothing is sent twice for a crash. */
  beginUpload(upload: Upload & { key: string }, sealed: { md5: string; bytes: number }): Promise<void>;
  finishUpload(key: string): Promise<void>;
  /** A key whose subject is gone from the hub, for a reason that `removals` follows. */
  removalDue(removals: SyncRemovals): string | null;
  finishRemoval(key: string): Promise<void>;
  /** Keys of all objects that are to be removed. */
  leavingObjects(removals: SyncRemovals): string[];
  /** In the order of their keys, after `after`. */
  sentObjects(after: string, limit: number): SentObject[];
  /** The bucket does not have it (any more): it is due again. */
  forgetSent(key: string): Promise<void>;
  syncCounts(scope: SyncScope): SyncCounts;
  /**
   * Puts what came from a bucket into this hub, under its old ids; `known` when it is there already. Refusal
   * `parcel-invalid`.
   */
  importObject(
    syncObject: SyncObject,
    object: { key: string; md5: string; bytes: number },
  ): Promise<'taken' | 'known'>;
}
