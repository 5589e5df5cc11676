import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Line } from '../../core/rpc/confined.js';
import { type Connection, openConnection } from '../../core/rpc/connection.js';
import type { FromService, ToService } from '../../core/rpc/messages.js';
import type { Ending, Peer } from '../../core/rpc/peer.js';
import type { Spool } from '../../core/spool.js';
import { AnswerCheck } from './answers.js';
import { MOST_RESPONSE_BYTES } from './service-calls.js';

/**
 * Near end of a connection to a vision service. What it says is checked: a connection over which comes what cannot be
 * is closed, and its `Ending` has that as its cause.
 */
export class ServicePeer implements Peer {
  readonly ended: Promise<Ending>;
  readonly #line: Line;
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #connection: Connection;
  readonly #answers = new AnswerCheck();
  #listener: (message: FromService) => void = () => {};
  #state: 'open' | 'told' | 'ended' = 'open';
  /** File into which the byte arrays of the next answer go; null for memory. One task is under way at a time. */
  into: Spool | null = null;

  /** `graceMs` is the time from being told to end to the kill. */
  constructor(line: Line, clock: Clock, graceMs: number) {
    this.#line = line;
    this.#clock = clock;
    this.#graceMs = graceMs;
    this.#connection = openConnection(
      line.stream,
      MOST_RESPONSE_BYTES,
      (message) => this.#listener(this.#answers.check(message)),
      () => this.into,
    );
    this.ended = this.#end();
    void this.ended.then(() => {
      this.#state = 'ended';
    });
  }

  send(message: ToService): void {
    if (message.kind === 'call') this.#answers.expect(message.id, message.name);
    if (message.kind === 'end' && this.#state === 'open') this.#state = 'told';
    this.#connection.send(message);
  }

  onMessage(listener: (message: FromService) => void): void {
    this.#listener = listener;
  }

  /** The service kills its process when the hub ends its half; when told once more, or in vain, it is killed itself. */
  kill(): void {
    if (this.#state === 'told') this.#force();
    if (this.#state !== 'open') return;
    this.#state = 'told';
    this.#connection.end();
    const stopWaiting = this.#clock.after(this.#graceMs, () => this.#force());
    void this.ended.then(() => stopWaiting());
  }

  #force(): void {
    this.#connection.destroy();
    this.#line.kill();
  }

  async #end(): Promise<Ending> {
    const cause = await this.#connection.closed;
    const words = await this.#line.ended;
    const why = cause === null ? '' : messageOf(cause);
    return {
      signal: null,
      detail: [why, words].filter(Boolean).join(', ') || 'the connection was closed',
      ...(cause === null ? {} : { cause }),
    };
  }
}
