import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { type Clock, repeatEvery } from '../../core/clock.js';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { WARN_MS } from './owner-certificate.js';
import {
  type RunTailscale,
  type TailscaleStatus,
  tailscaleCertificate,
  tailscaleStatus,
} from './tailscale-command.js';

/** How far this machine is on the way to a name that every phone trusts, in the order of the steps. */
export type TailscaleStep = 'off' | 'absent' | 'signed-out' | 'no-https' | 'asking' | 'refused' | 'ready';

/** State of the name and certificate that come from Tailscale. */
export interface TailscaleState {
  /** `off`: the settings leave Tailscale alone. `asking`: a certificate is on its way. `ready`: the hub shows one. */
  step: TailscaleStep;
  /** Name of this machine in Tailscale; null while it has none. */
  name: string | null;
  /** End of the certificate, wall time in ms; null without one. */
  until: number | null;
  /** Why Tailscale gave no certificate when it was asked last; null when it gave one. */
  reason: string | null;
}

/** Collaborators of the certificate that comes from Tailscale. */
export interface TailscaleOptions {
  /** Null leaves Tailscale alone. */
  run: RunTailscale | null;
  clock: Clock;
  log: Logger;
}

/** How often it is looked whether Tailscale is connected by now, and a refused certificate asked for again. */
const LOOK_MS = 10 * 60_000;
/** Tailscale renews a certificate when it is asked for it, from a month before its end. */
const ASK_AGAIN_MS = 12 * 60 * 60_000;
/** People who tap twice are answered out of one look. */
const FRESH_MS = 1000;
/** A refusal comes at once: a look waits for it, and not for a certificate that takes minutes. */
const REFUSAL_MS = 3000;

/**
 * Name and certificate of this machine in Tailscale, kept fresh. They are shown to who asks for that name alone: at
 * home everything stays as it is.
 */
export class TailscaleCertificate {
  readonly #options: TailscaleOptions;
  #status: TailscaleStatus | null = null;
  #shown: { name: string; until: number; context: SecureContext } | null = null;
  #reason: string | null = null;
  #askedAt = -Infinity;
  #lookedAt = -Infinity;
  #looking: Promise<void> | null = null;
  #asking: Promise<void> | null = null;
  readonly #stopping = new AbortController();
  #cancel = () => {};

  constructor(options: TailscaleOptions) {
    this.#options = options;
  }

  /** Begins to look; resolves at once. */
  start(): void {
    const { run, clock } = this.#options;
    if (run === null) return;
    void this.look();
    this.#cancel = repeatEvery(clock, LOOK_MS, () => void this.look());
  }

  /** Ends what runs. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#stopping.abort();
    await this.settled();
  }

  /** Looks how far Tailscale is, and begins to have a certificate where one is due. Never rejects. */
  look(): Promise<void> {
    const { run, clock } = this.#options;
    if (run === null || this.#stopping.signal.aborted) return Promise.resolve();
    if (clock.monotonic() - this.#lookedAt < FRESH_MS) return Promise.resolve();
    this.#looking ??= this.#look(run).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Resolves when no certificate is on its way any more. */
  async settled(): Promise<void> {
    await this.#looking;
    await this.#asking;
  }

  state(): TailscaleState {
    const status = this.#status;
    const name = status?.step === 'connected' ? status.name : (this.#shown?.name ?? null);
    return {
      step: this.#step(),
      name,
      until: this.#shown?.name === name ? (this.#shown?.until ?? null) : null,
      reason: status?.step === 'signed-out' ? status.reason : this.#reason,
    };
  }

  /** Context of TLS for who asks for `servername`; null for every name but that of Tailscale. */
  contextFor(servername: string): SecureContext | null {
    return this.#shown?.name === servername.toLowerCase() ? this.#shown.context : null;
  }

  /** Text of the health issue, null while there is none. `isNeeded`: links lead to its name. */
  issue(isNeeded: boolean): string | null {
    const { step, name, until, reason } = this.state();
    if (until !== null && until - this.#options.clock.now() < WARN_MS)
      return `the certificate for ${name} ends at ${new Date(until).toISOString()} and Tailscale gives no other: ${reason ?? 'it renewed none'}`;
    if (!isNeeded) return null;
    const why: Partial<Record<TailscaleStep, string>> = {
      off: 'PETCAM_TAILSCALE is empty',
      absent: 'it is not installed on the hub any more',
      'signed-out': 'it is not connected: run tailscale up on the hub',
      'no-https': 'HTTPS certificates are switched off there',
      refused: reason ?? '',
    };
    const found = why[step];
    return found === undefined
      ? null
      : `links lead to the address in Tailscale, which does not work: ${found}`;
  }

  #step(): TailscaleStep {
    if (this.#options.run === null) return 'off';
    const status = this.#status;
    if (status === null) return 'asking';
    if (status.step !== 'connected') return status.step;
    if (this.#shown?.name === status.name && this.#options.clock.now() < this.#shown.until) return 'ready';
    return this.#asking === null && this.#reason !== null ? 'refused' : 'asking';
  }

  async #look(run: RunTailscale): Promise<void> {
    this.#status = await tailscaleStatus(run, this.#stopping.signal);
    this.#lookedAt = this.#options.clock.monotonic();
    if (this.#status.step !== 'connected' || !this.#isDue(this.#status.name)) return;
    const { name } = this.#status;
    this.#asking ??= this.#ask(run, name).finally(() => {
      this.#asking = null;
    });
    await this.#refused(this.#asking);
  }

  /** Resolves when Tailscale has answered, or takes longer than a refusal does. */
  #refused(asking: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(REFUSAL_MS, resolve);
      void asking.then(() => {
        cancel();
        resolve();
      });
    });
  }

  #isDue(name: string): boolean {
    const isAnother = this.#shown?.name !== name || this.#reason !== null;
    return isAnother || this.#options.clock.monotonic() - this.#askedAt >= ASK_AGAIN_MS;
  }

  /** One that cannot be renewed stays in use until it ends. */
  async #ask(run: RunTailscale, name: string): Promise<void> {
    const { clock, log } = this.#options;
    this.#askedAt = clock.monotonic();
    try {
      const pair = await tailscaleCertificate(run, name, this.#stopping.signal);
      const until = Date.parse(new X509Certificate(pair.cert).validTo);
      if (until !== this.#shown?.until)
        log.info({ name, expiresAt: until }, 'tls: took the certificate of Tailscale');
      this.#shown = { name, until, context: createSecureContext({ ...pair, minVersion: 'TLSv1.2' }) };
      this.#reason = null;
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      const reason = messageOf(error);
      if (reason !== this.#reason)
        log.warn({ name, reason }, 'tls: asking Tailscale for a certificate failed');
      this.#reason = reason;
    }
  }
}
