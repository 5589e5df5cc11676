import type { PairingFailure } from '../../core/codes.js';
import { messageOf, Refusal } from '../../core/errors.js';

/** One English sentence each, for logs and the command line; the page has its own words. */
const SENTENCES: Record<PairingFailure, string> = {
  'no-adapter': 'This hub has no Bluetooth adapter, or it is not plugged in.',
  'no-permission': 'The hub may not use Bluetooth: its process needs CAP_NET_RAW.',
  'no-bluetooth': 'This machine has no Bluetooth support: its kernel or the hub was installed without it.',
  'adapter-off': 'The Bluetooth adapter is switched off.',
  'nothing-found': 'No camera was found. Is it within a few metres and blinking?',
  'window-closed': 'The time for pairing is over.',
  cancelled: 'Pairing was cancelled.',
  'link-lost': 'The Bluetooth connection to the camera was lost.',
  'camera-silent': 'The camera stopped answering.',
  'wrong-code': 'The code is not the one of this camera.',
  'too-many-codes': 'Too many wrong codes. The camera takes no more for a minute.',
  'insecure-camera': 'The camera does not protect the pairing well enough. Update its firmware.',
  'unknown-protocol': 'The camera speaks a pairing protocol that this hub does not know.',
  'not-our-camera': 'This device can be set up over Bluetooth, but it is no camera for this hub.',
  tampered: 'A message was changed or repeated on its way. Somebody may be listening in.',
  'wifi-password': 'The camera could not join the Wi-Fi: the password is wrong.',
  'wifi-not-found': 'The camera does not find this Wi-Fi network.',
  'wifi-no-address': 'The camera joined the Wi-Fi but got no address there.',
  'wifi-refused': 'The camera did not take the Wi-Fi settings.',
  'handover-refused': "The camera did not take the hub's address and key.",
  'never-arrived': 'The camera has its key but did not reach the hub. Are both in the same network?',
  'camera-exists': 'There is a camera with this id already.',
  'radio-failed': 'Pairing failed inside the hub; its log says more.',
};

/** Ends a step of a pairing with one of the failures that the hub has words for. */
export class PairingError extends Error {
  override readonly name = 'PairingError';
  readonly code: PairingFailure;

  /** `detail` is for the log and may quote the camera; the sentence that people read is fixed. */
  constructor(code: PairingFailure, detail?: string, options?: ErrorOptions) {
    super(detail ?? SENTENCES[code], options);
    this.code = code;
  }
}

/** Why the radio did not do what it was asked. `refused`: the camera answered with an error. */
export type RadioCode =
  | 'no-adapter'
  | 'no-permission'
  | 'no-bluetooth'
  | 'adapter-off'
  | 'link-lost'
  | 'camera-silent'
  | 'refused'
  | 'not-our-camera'
  | 'radio-failed';

/** Failure of the radio, with a code that survives the way between processes. */
export class RadioError extends Error {
  override readonly name = 'RadioError';
  readonly code: RadioCode;

  constructor(code: RadioCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Failure that a pairing reports when `error` ended one of its steps. A refusal without a name of its own counts as
 * an unknown protocol.
 */
export function failureOf(error: unknown): { code: PairingFailure; message: string; detail: string } {
  const code = codeOf(error);
  return { code, message: SENTENCES[code], detail: messageOf(error) };
}

function codeOf(error: unknown): PairingFailure {
  if (error instanceof PairingError) return error.code;
  if (error instanceof Refusal && error.code === 'camera-exists') return error.code;
  if (!(error instanceof RadioError)) return 'radio-failed';
  return error.code === 'refused' ? 'unknown-protocol' : error.code;
}
