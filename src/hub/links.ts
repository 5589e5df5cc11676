import { Refusal } from '../core/errors.js';
import type { LinksLead } from '../server/api/http/endpoints.js';
import type { TailscaleCertificate } from '../server/tls/tailscale.js';
import type { Accounts } from '../store/accounts.js';

/** Setting that holds the hub's name in Tailscale while links lead there; absent while they lead to the home. */
const SETTING = 'links-tailscale-name';

/** Collaborators of the choice where links lead. */
export interface LinksParts {
  store: Pick<Accounts, 'setting' | 'setSetting'>;
  /** Address that the settings of the hub fix; empty for none. */
  publicUrl: string;
  tailscale: Pick<TailscaleCertificate, 'state' | 'issue'>;
}

/** Choice of an owner where links, QR codes, invitations and notifications lead. */
export class Links {
  readonly #parts: LinksParts;

  constructor(parts: LinksParts) {
    this.#parts = parts;
  }

  /** Host to which links lead in place of the address at home; null where they lead there. */
  get host(): string | null {
    const { store, publicUrl, tailscale } = this.#parts;
    const chosen = publicUrl === '' ? store.setting(SETTING) : null;
    return chosen === null ? null : (tailscale.state().name ?? chosen);
  }

  get lead(): LinksLead {
    if (this.#parts.publicUrl !== '') return 'fixed';
    return this.host === null ? 'home' : 'tailscale';
  }

  /** Has links lead elsewhere. Rejects with a Refusal `links-fixed` or `tailscale-not-ready`. */
  async choose(to: 'tailscale' | 'home'): Promise<void> {
    const { store, publicUrl, tailscale } = this.#parts;
    if (publicUrl !== '') throw new Refusal('links-fixed', 'PETCAM_PUBLIC_URL says where links lead.');
    const { step, name } = tailscale.state();
    if (to === 'tailscale' && step !== 'ready')
      throw new Refusal('tailscale-not-ready', 'The hub has no certificate of Tailscale.');
    await store.setSetting(SETTING, to === 'home' ? null : name);
  }
}
