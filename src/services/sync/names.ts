/** Names of objects: nothing in a name tells of a photo, a time or a person. */
import { randomBytes } from 'node:crypto';
import type { SyncKind } from '../../store/outbox.js';

/** Prefix of everything that hubs put into a bucket. */
export const ROOT = 'petcam/';

/** A hub's own corner of a bucket that several may share. */
export const newHubName = () => randomBytes(8).toString('hex');
/** Prefix of one hub's objects; `hub` is 16 hexadecimal digits. */
export const prefixOf = (hub: string) => `${ROOT}${hub}/`;
/** Random name of a new object, which tells nothing but hub and kind. */
export const newObjectName = (hub: string, kind: SyncKind) =>
  `${prefixOf(hub)}${kind}/${randomBytes(16).toString('hex')}`;

/** Name of the list of what a hub has sent; a new one takes its place. */
export const listName = (hub: string) => `${prefixOf(hub)}list/latest`;

/** Null for an object that is none of a hub's. */
export function hubOf(key: string): { hub: string; kind: SyncKind } | null {
  const [, hub, kind] = /^petcam\/([0-9a-f]{16})\/(photo|frame|house)\/[0-9a-f]{32}$/.exec(key) ?? [];
  return hub && kind ? { hub, kind: kind as SyncKind } : null;
}
