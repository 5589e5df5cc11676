/** Commands to cameras: each has a transaction, and ends with the camera's answer or after a time. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock.js';
import { Refusal } from '../../core/errors.js';
import type { CommandRequest } from '../protocol/command.js';
import type { CameraId, CommandResult, Verb } from '../protocol/types.js';

/** Commands of one camera that may wait for an answer at once. */
export const MAX_WAITING = 8;

interface Waiting {
  camera: CameraId;
  verb: Verb;
  settle(result: CommandResult | Refusal): void;
}

/** Clock and transport of commands to cameras. */
export interface CommandsOptions {
  clock: Clock;
  /** Publishes a request; rejects when it cannot. */
  publish(camera: CameraId, verb: Verb, request: CommandRequest): Promise<void>;
}

/** Commands to cameras: each has a transaction, and ends with the camera's answer or after a time. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the camera's answer, also when that is an error of its own. Rejects with a `Refusal`
   * `camera-timeout` after `timeoutMs`, at once when too many commands wait already, or `camera-offline` when it
   * could not be sent.
   */
  async send(
    camera: CameraId,
    verb: Verb,
    data: Record<string, unknown>,
    timeoutMs: number,
  ): Promise<CommandResult> {
    const before = [...this.#waiting.values()].filter((other) => other.camera === camera).length;
    if (before >= MAX_WAITING)
      throw new Refusal('camera-timeout', 'The camera has not answered earlier commands yet.');
    const transaction = randomBytes(8).toString('hex');
    const answer = this.#expect(transaction, camera, verb, timeoutMs);
    try {
      await this.#options.publish(camera, verb, { transaction, data });
    } catch (cause) {
      const unsent = new Refusal('camera-offline', 'The command could not be sent.', { cause });
      this.#waiting.get(transaction)?.settle(unsent);
    }
    return answer;
  }

  /** Takes an answer; one that nobody waits for, or of another camera, is ignored. */
  answered(camera: CameraId, verb: string, result: CommandResult): void {
    const waiting = this.#waiting.get(result.transaction);
    if (waiting?.camera === camera && waiting.verb === verb) waiting.settle(result);
  }

  /** Ends everything that waits with a `Refusal` `camera-timeout`. */
  stop(): void {
    for (const { settle } of this.#waiting.values())
      settle(new Refusal('camera-timeout', 'The hub is stopping.'));
  }

  #expect(transaction: string, camera: CameraId, verb: Verb, timeoutMs: number): Promise<CommandResult> {
    const answer = new Promise<CommandResult>((resolve, reject) => {
      const settle = (result: CommandResult | Refusal) => {
        cancel();
        this.#waiting.delete(transaction);
        if (result instanceof Refusal) reject(result);
        else resolve(result);
      };
      const silence = new Refusal('camera-timeout', 'The camera did not answer in time.');
      const cancel = this.#options.clock.after(timeoutMs, () => settle(silence));
      this.#waiting.set(transaction, { camera, verb, settle });
    });
    answer.catch(() => {});
    return answer;
  }
}
