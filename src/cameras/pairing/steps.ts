/** Steps between two choices of the owner: each step talks to the camera and shows how far it is. */
import { newCameraKey } from '../protocol/identity.js';
import type { CameraId } from '../protocol/types.js';
import type { FoundNetwork } from './contract.js';
import { askVersion, Conversation, checkEndpoints, openSession } from './conversation.js';
import { failureOf, PairingError, RadioError } from './failure.js';
import { encodeHandover, encodeKeep } from './handover.js';
import type { Admission } from './pairing.js';
import type { Radio } from './radio.js';
import type { PairingSteps } from './window.js';

const JOIN_MS = 45_000;
const JOIN_POLL_MS = 1000;

/** Connects, proves the code and has the camera look for networks: `connecting` to `scanning`. */
export async function prove(
  steps: PairingSteps,
  radio: Radio,
  { device, code }: { device: string; code: string },
  onDrop: () => void,
): Promise<{ conversation: Conversation; networks: FoundNetwork[] }> {
  const { guard, allowSecurity1 } = steps.parts;
  if (guard.locked) throw new PairingError('too-many-codes');
  await steps.pause(guard.pauseMs);
  checkEndpoints(await radio.connect(device, onDrop));
  steps.show('securing');
  const version = await askVersion(radio, allowSecurity1);
  steps.show('securing', { version: version.version });
  const session = await openSession(radio, version, code).catch((error) => countWrong(steps, error));
  guard.right();
  steps.show('scanning');
  const conversation = new Conversation(radio, session);
  return { conversation, networks: await conversation.networks() };
}

function countWrong({ parts: { guard } }: PairingSteps, error: unknown): never {
  if (!(error instanceof PairingError) || error.code !== 'wrong-code') throw error;
  guard.wrong();
  throw guard.locked ? new PairingError('too-many-codes') : error;
}

/** Gives the camera its Wi-Fi and asks until it says how that went. */
export async function join(
  steps: PairingSteps,
  conversation: Conversation,
  { ssid, password }: { ssid: string; password: string },
): Promise<void> {
  const { clock } = steps.parts;
  await conversation.join(ssid, password);
  const latest = clock.monotonic() + JOIN_MS;
  for (;;) {
    const state = await conversation.wifiState();
    if (state === 'connected') return;
    if (state !== 'connecting') throw new PairingError(state);
    if (clock.monotonic() >= latest) throw new PairingError('wifi-no-address');
    await steps.pause(JOIN_POLL_MS);
  }
}

/**
 * Tells the camera that only its Wi-Fi is new. False when it says no: an older camera does not know that, and one whose
 * memory was erased has nothing to keep.
 */
export async function keepHub(
  steps: PairingSteps,
  conversation: Conversation,
  camera: CameraId,
  onAdmitted: () => void,
): Promise<boolean> {
  steps.show('handover');
  try {
    await conversation.handOver(encodeKeep());
  } catch (error) {
    if (error instanceof PairingError && error.code === 'handover-refused') return false;
    if (!isUnanswered(error)) throw asRefused(error);
    noteUnanswered(steps, camera, error);
  }
  onAdmitted();
  return true;
}

/**
 * The key is stored before it is sent, so that a camera which got it is known even if its answer is lost: then the hub
 * waits for it all the same. It is taken back only where the camera has said no, or where it was never sent.
 */
export async function handOver(
  steps: PairingSteps,
  conversation: Conversation,
  whom: Omit<Admission, 'key'>,
  onAdmitted: () => void,
): Promise<void> {
  const { registry } = steps.parts;
  const { camera } = whom;
  steps.show('handover');
  const key = newCameraKey();
  const handover = encodeHandover({ ...registry.address(), camera, key });
  const takeBack = await registry.admit({ ...whom, key });
  if (steps.over) return takeBack();
  onAdmitted();
  try {
    await conversation.handOver(handover);
  } catch (error) {
    if (!isUnanswered(error)) {
      await takeBack();
      throw asRefused(error);
    }
    noteUnanswered(steps, camera, error);
  }
}

function noteUnanswered({ parts: { log } }: PairingSteps, camera: CameraId, error: unknown): void {
  const reason = failureOf(error).detail;
  log.warn({ camera, reason }, 'pairing: handover unanswered, waiting for the camera');
}

function isUnanswered(error: unknown): boolean {
  return error instanceof RadioError && error.code !== 'refused';
}

function asRefused(error: unknown): unknown {
  return error instanceof RadioError ? new PairingError('handover-refused', error.message) : error;
}
