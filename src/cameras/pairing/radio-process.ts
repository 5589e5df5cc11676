import { extname } from 'node:path';
import type { Clock } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import { RpcClient, ServiceEnded } from '../../core/rpc/client.js';
import {
  bareEnvironment,
  type ForkOptions,
  forkService,
  inheritedFlags,
  processPeer,
} from '../../core/rpc/peer.js';
import type { FoundCamera } from './contract.js';
import { RadioError } from './failure.js';
import type { Radio } from './radio.js';
import { type RadioAnswer, type RadioCalls, type RadioEvent, resultOf } from './radio-messages.js';

/** How the radio process, a script that calls `serveRadio`, is started and how long the hub waits for it. */
export interface RadioProcessOptions extends ForkOptions {
  /** Milliseconds after which a missing answer means that the process hangs; longer than any limit inside it. */
  silenceMs: number;
}

const GRACE_MS = 2000;

/** Options with which the hub starts the radio process. */
export const RADIO_PROCESS: RadioProcessOptions = {
  entry: new URL(`./radio-main${extname(import.meta.url)}`, import.meta.url),
  args: [],
  flags: inheritedFlags,
  environment: bareEnvironment,
  heapMegabytes: 64,
  silenceMs: 60_000,
};

/** Radio in a process of its own: started now, ended by `close`, and killed when it hangs or does not end. */
export function openRadioProcess(options: RadioProcessOptions, clock: Clock): Radio {
  return new RadioProcess(options, clock);
}

class RadioProcess implements Radio {
  readonly #rpc: RpcClient<RadioCalls>;
  readonly #silenceMs: number;
  #onFound = (_camera: FoundCamera) => {};
  #onDrop = () => {};

  constructor(options: RadioProcessOptions, clock: Clock) {
    this.#silenceMs = options.silenceMs;
    this.#rpc = new RpcClient(processPeer(forkService(options)), {
      clock,
      graceMs: GRACE_MS,
      onEvent: (event) => this.#hear(event as RadioEvent),
    });
  }

  scan(onFound: (camera: FoundCamera) => void): Promise<void> {
    this.#onFound = onFound;
    return this.#ask('scan', undefined);
  }

  connect(device: string, onDrop: () => void): Promise<string[]> {
    this.#onDrop = onDrop;
    return this.#ask('connect', device);
  }

  exchange(endpoint: string, message: Uint8Array): Promise<Uint8Array> {
    return this.#ask('exchange', { endpoint, message });
  }

  disconnect(): Promise<void> {
    return this.#ask('disconnect', undefined);
  }

  /** Lets the process say goodbye to the camera. Were the channel closed instead, Node would never tell that it has ended. */
  async close(): Promise<void> {
    this.#onFound = () => {};
    this.#onDrop = () => {};
    await this.#rpc.end();
  }

  #hear(event: RadioEvent): void {
    if (event.kind === 'found') this.#onFound(event.camera);
    else this.#onDrop();
  }

  /** Whatever keeps the process from its answer is a failure of the radio. */
  async #ask<Name extends keyof RadioCalls>(
    name: Name,
    request: RadioCalls[Name]['request'],
  ): Promise<ResultOf<RadioCalls[Name]['response']>> {
    const answer = await this.#rpc.call(name, request, { silenceMs: this.#silenceMs }).catch((error) => {
      throw new RadioError('radio-failed', reasonOf(error), { cause: error });
    });
    return resultOf(answer as RadioAnswer<ResultOf<RadioCalls[Name]['response']>>);
  }
}

type ResultOf<Answer> = Answer extends { result: infer T } ? T : never;

function reasonOf(error: unknown): string {
  return error instanceof ServiceEnded
    ? `the radio process has ended: ${error.message}`
    : `the radio process met a mistake: ${messageOf(error)}`;
}
