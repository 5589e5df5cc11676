/**
 * Every topic of the wire contract, in both directions. docs/PROTOCOL.md, section "Topics".
 *
 *     petcam/<camera>/availability | state | preview
 *     petcam/<camera>/burst/<burst>/frame/<index> | manifest | ack
 *     petcam/<camera>/request/<verb> | response/<verb>
 *     petcam/<camera>/update/want | result | chunk/<offset>
 *     petcam/bridge/state | info
 */
import { Refusal } from '../../core/errors.js';
import { isBurstKey, isCameraId } from './identity.js';
import type { BurstKey, CameraId } from './types.js';

/** First level of every topic of the wire contract. */
export const ROOT = 'petcam';
/** Topic on which the hub says whether it is there. */
export const BRIDGE_STATE = `${ROOT}/bridge/state`;
/** Topic with the version of the hub. */
export const BRIDGE_INFO = `${ROOT}/bridge/info`;

/** A topic with what its levels say. `verb` is any well-formed word: an unknown one has an answer of its own. */
export type Topic =
  | { kind: 'availability' | 'state' | 'preview'; camera: CameraId }
  | { kind: 'frame'; camera: CameraId; burst: BurstKey; index: number }
  | { kind: 'manifest' | 'ack'; camera: CameraId; burst: BurstKey }
  | { kind: 'request' | 'response'; camera: CameraId; verb: string }
  | { kind: 'update-want' | 'update-result'; camera: CameraId }
  | { kind: 'update-chunk'; camera: CameraId; offset: number }
  | { kind: 'bridge'; name: 'state' | 'info' };

const INDEX = /^(?:0|[1-9][0-9]{0,8})$/;
const VERB = /^[a-z][a-z0-9_-]{0,31}$/;

/** The topic as a string; the inverse of `parseTopic` for every valid value. */
export function formatTopic(topic: Topic): string {
  switch (topic.kind) {
    case 'bridge':
      return `${ROOT}/bridge/${topic.name}`;
    case 'frame':
      return `${ROOT}/${topic.camera}/burst/${topic.burst}/frame/${topic.index}`;
    case 'manifest':
    case 'ack':
      return `${ROOT}/${topic.camera}/burst/${topic.burst}/${topic.kind}`;
    case 'request':
    case 'response':
      return `${ROOT}/${topic.camera}/${topic.kind}/${topic.verb}`;
    case 'update-chunk':
      return `${ROOT}/${topic.camera}/update/chunk/${topic.offset}`;
    case 'update-want':
    case 'update-result':
      return `${ROOT}/${topic.camera}/${topic.kind.replace('-', '/')}`;
    default:
      return `${ROOT}/${topic.camera}/${topic.kind}`;
  }
}

/** Reads a topic strictly. Throws a `Refusal` `topic-invalid` for anything the contract does not know. */
export function parseTopic(text: string): Topic {
  const [root, owner, ...rest] = text.split('/');
  const topic = root === ROOT && owner !== undefined ? parseOwned(owner, rest) : null;
  if (topic === null) throw new Refusal('topic-invalid', 'The topic is not one of the wire contract.');
  return topic;
}

function parseOwned(owner: string, rest: string[]): Topic | null {
  if (owner === 'bridge') return parseBridge(rest);
  if (!isCameraId(owner)) return null;
  const [first, second] = rest;
  if (first === 'burst') return parseBurst(owner, rest.slice(1));
  if (first === 'update') return parseUpdate(owner, rest.slice(1));
  if (rest.length === 1) return parsePlain(owner, first);
  if (rest.length === 2) return parseCommand(owner, first, second);
  return null;
}

function parseBridge(rest: string[]): Topic | null {
  const [name] = rest;
  return rest.length === 1 && (name === 'state' || name === 'info') ? { kind: 'bridge', name } : null;
}

function parsePlain(camera: CameraId, kind: string | undefined): Topic | null {
  return kind === 'availability' || kind === 'state' || kind === 'preview' ? { kind, camera } : null;
}

function parseCommand(camera: CameraId, kind: string | undefined, verb = ''): Topic | null {
  const known = kind === 'request' || kind === 'response';
  return known && VERB.test(verb) ? { kind, camera, verb } : null;
}

function parseBurst(camera: CameraId, rest: string[]): Topic | null {
  const [burst = '', kind, index = ''] = rest;
  if (!isBurstKey(burst)) return null;
  if (rest.length === 2 && (kind === 'manifest' || kind === 'ack')) return { kind, camera, burst };
  const isFrame = rest.length === 3 && kind === 'frame' && INDEX.test(index);
  return isFrame ? { kind: 'frame', camera, burst, index: Number(index) } : null;
}

function parseUpdate(camera: CameraId, rest: string[]): Topic | null {
  const [kind, offset = ''] = rest;
  if (rest.length === 1 && (kind === 'want' || kind === 'result')) return { kind: `update-${kind}`, camera };
  const isChunk = rest.length === 2 && kind === 'chunk' && INDEX.test(offset);
  return isChunk ? { kind: 'update-chunk', camera, offset: Number(offset) } : null;
}

/** The camera that a topic belongs to by its second level, also when the rest is not valid; null when none. */
export function ownerOf(text: string): CameraId | null {
  const [root, owner] = text.split('/', 2);
  return root === ROOT && owner !== undefined && isCameraId(owner) ? owner : null;
}
