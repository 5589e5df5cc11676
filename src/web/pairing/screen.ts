import type { PairingStatus } from '../api/camera-calls.js';

/** The pages of the wizard. */
export type PairingScreen = 'start' | 'find' | 'work' | 'wifi' | 'arrived' | 'failed';

/** Values that the person has typed and chosen so far: a step that failed is tried again with them. */
export interface Draft {
  name: string;
  /** Of a camera that is paired anew: only its Wi-Fi is new. */
  keepKey: boolean;
  device: string | null;
  /** Name of the camera that the code belongs to, when it is known beforehand; null else. */
  expected: string | null;
  code: string;
  /** Network of the list; null before a choice, empty for another one. */
  network: string | null;
  otherNetwork: string;
  password: string;
}

/** Draft of a pairing before anything is typed. */
export const emptyDraft: Draft = {
  name: '',
  keepKey: false,
  device: null,
  expected: null,
  code: '',
  network: null,
  otherNetwork: '',
  password: '',
};

/** Steps in which the hub works and the person waits, in order. */
export const works = ['connecting', 'securing', 'scanning', 'joining', 'handover', 'arriving'] as const;

/** Failures that leave the window open, and the page on which the person tries again. */
const retries: Record<string, PairingScreen> = {
  'wrong-code': 'find',
  'wifi-password': 'wifi',
  'wifi-not-found': 'wifi',
  'wifi-no-address': 'wifi',
  'wifi-refused': 'wifi',
};

/** Failures of the hub's Bluetooth, for which only the cable helps. */
const deaf = new Set(['no-adapter', 'no-permission', 'no-bluetooth', 'adapter-off', 'radio-failed']);

/** True while a window is open. */
export function isOpen({ step, until }: PairingStatus): boolean {
  return step !== 'idle' && step !== 'done' && (step !== 'failed' || until !== null);
}

/** The page for a status. `ours`: this page has seen the pairing run; how an earlier one ended is nobody's news. */
export function screenOf(status: PairingStatus, ours: boolean): PairingScreen {
  switch (status.step) {
    case 'idle':
      return 'start';
    case 'searching':
    case 'choosing':
      return 'find';
    case 'networks':
      return 'wifi';
    case 'done':
      return ours ? 'arrived' : 'start';
    case 'failed':
      if (!ours) return 'start';
      return (status.until !== null && retries[status.failure?.code ?? '']) || 'failed';
    default:
      return 'work';
  }
}

/** True when pairing by cable is the better way now. */
export function needsCable(status: PairingStatus): boolean {
  return deaf.has(status.failure?.code ?? '');
}

/** The place in the wizard as "step 2 of 4": find, Wi-Fi, join, photo. */
export function numberOf(status: PairingStatus, screen: PairingScreen): number {
  if (screen === 'start') return 1;
  if (screen === 'arrived') return 4;
  if (screen === 'wifi') return 3;
  return ['joining', 'handover', 'arriving'].includes(status.step) ? 3 : 2;
}
