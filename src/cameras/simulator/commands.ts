import { messageOf, Refusal } from '../../core/errors.js';
import { decodeRequest, encodeResponse, isVerb } from '../protocol/command.js';
import { applySettings } from '../protocol/settings.js';
import type { CameraSettings, Verb } from '../protocol/types.js';

/** Actions that a request can start in the simulated camera. */
export interface Commands {
  settings(): CameraSettings;
  capture(): string;
  change(settings: CameraSettings): void;
  preview(seconds: number, fps: number): void;
  restart(): void;
  /** Throws a `Refusal` with the code of docs/PROTOCOL.md, "Firmware updates". */
  update(data: Record<string, unknown>): void;
}

/** Answers of the last transactions, so that a repeated request acts once. */
export type Memory = Map<string, Buffer>;

const REMEMBERED = 8;

/** Empty memory of the simulated camera for settings and versions. */
export function createMemory(): Memory {
  return new Map();
}

/** Does what is asked, unless it was done before, and gives the answer's payload. docs/PROTOCOL.md, "Commands". */
export function answerRequest(verb: string, payload: Uint8Array, commands: Commands, memory: Memory): Buffer {
  const { transaction, data } = decodeRequest(payload);
  const known = memory.get(transaction);
  if (known) return known;
  const answer = encodeResponse({ transaction, ...attempt(verb, data, commands) });
  memory.set(transaction, answer);
  for (const oldest of [...memory.keys()].slice(0, -REMEMBERED)) memory.delete(oldest);
  return answer;
}

type Answer = { status: 'ok'; data: Record<string, unknown> } | Failure;
type Failure = { status: 'error'; data: Record<string, unknown>; error: { code: string; message: string } };

function attempt(verb: string, data: Record<string, unknown>, commands: Commands): Answer {
  if (!isKnown(verb)) return failure('unknown-verb', `there is no ${verb}`);
  try {
    return { status: 'ok', data: actions[verb](data, commands) };
  } catch (error) {
    return failure(error instanceof Refusal ? error.code : 'camera-failed', messageOf(error));
  }
}

function failure(code: string, message: string): Failure {
  return { status: 'error', data: {}, error: { code, message } };
}

/** Verbs of the first cameras: one of those is what is played here. */
type KnownVerb = Exclude<Verb, 'move'>;

function isKnown(verb: string): verb is KnownVerb {
  return isVerb(verb) && verb !== 'move';
}

const actions: Record<
  KnownVerb,
  (data: Record<string, unknown>, commands: Commands) => Record<string, unknown>
> = {
  capture: (_data, commands) => ({ burst: commands.capture() }),
  settings: (data, commands) => {
    commands.change(applySettings(commands.settings(), data));
    return { ...commands.settings() };
  },
  preview: (data, commands) => {
    commands.preview(within(data['seconds'], 'seconds', 0, 120), within(data['fps'] ?? 2, 'fps', 1, 5));
    return {};
  },
  restart: (_data, commands) => {
    commands.restart();
    return {};
  },
  update: (data, commands) => {
    commands.update(data);
    return {};
  },
  time: (data) => {
    within(data['epochMs'], 'epochMs', 0, Number.MAX_SAFE_INTEGER);
    return {};
  },
};

function within(value: unknown, name: string, min: number, max: number): number {
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
  throw new Refusal('invalid', `${name} must be a whole number from ${min} to ${max}`);
}
