import path from 'node:path';
import type { SecureContext } from 'node:tls';
import { origin } from '../core/address.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import type { HealthIssue } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import type { TailscaleReport } from '../server/api/http/endpoints.js';
import { FolderCertificates } from '../server/tls/folder-certificates.js';
import { TailscaleCertificate } from '../server/tls/tailscale.js';
import { tailscaleCommand } from '../server/tls/tailscale-command.js';
import type { Accounts } from '../store/accounts.js';
import { Links } from './links.js';

/** Settings and collaborators of the names that the hub has besides those at home. */
export interface NamesElsewhereParts {
  config: Pick<Config, 'https' | 'tailscale' | 'certificatesDirectory' | 'dataDirectory' | 'publicUrl'>;
  store: Pick<Accounts, 'setting' | 'setSetting'>;
  clock: Clock;
  log: Logger;
}

/**
 * Names of the hub besides those at home, each with a certificate that phones trust already: that in Tailscale, and
 * those whose certificates appear in a folder. Only a hub that does TLS itself has any.
 */
export class NamesElsewhere {
  readonly links: Links;
  readonly #folder: FolderCertificates | null;
  readonly #tailscale: TailscaleCertificate;

  constructor({ config, store, clock, log: hubLog }: NamesElsewhereParts) {
    const log = hubLog.child({ component: 'tls' });
    const folder = config.certificatesDirectory || path.join(config.dataDirectory, 'certificates');
    const isAsked = config.https && config.tailscale !== '';
    this.#folder = config.https ? new FolderCertificates({ folder, clock, log }) : null;
    this.#tailscale = new TailscaleCertificate({
      run: isAsked ? tailscaleCommand(config.tailscale) : null,
      clock,
      log,
    });
    this.links = new Links({ store, publicUrl: config.publicUrl, tailscale: this.#tailscale });
  }

  start(): void {
    this.#folder?.start();
    this.#tailscale.start();
  }

  async stop(): Promise<void> {
    this.#folder?.stop();
    await this.#tailscale.stop();
  }

  /** Context of TLS for who asks for `servername`; null where the hub has no such name elsewhere. */
  contextFor(servername: string): SecureContext | null {
    return this.#folder?.contextFor(servername) ?? this.#tailscale.contextFor(servername);
  }

  /** True for a name, in lower case, that is the hub's elsewhere. */
  isCertified(name: string): boolean {
    return this.#folder?.isCertified(name) === true || this.#tailscale.state().name === name;
  }

  /** How far Tailscale is, looked at now; `port` is that of TLS. */
  async tailscale(port: number | null): Promise<TailscaleReport> {
    await this.#tailscale.look();
    const { name, ...state } = this.#tailscale.state();
    return { ...state, address: name === null || port === null ? null : origin('https', name, port) };
  }

  issues(): HealthIssue[] {
    const certificate = this.#folder?.issue() ?? null;
    const tailscale = this.#tailscale.issue(this.links.lead === 'tailscale');
    return [
      ...(certificate === null ? [] : [{ code: 'certificate-folder', text: certificate }]),
      ...(tailscale === null ? [] : [{ code: 'tailscale', text: tailscale }]),
    ];
  }
}
