import { type CiaoService, getResponder, type Responder, type ServiceTxt } from '@homebridge/ciao';
import { messageOf } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';

/** One way in, as DNS-SD (RFC 6763) has it. */
export interface AnnouncedService {
  /** At most 15 characters, without underscore and protocol: `petcam-hub`. */
  type: string;
  port: number;
  /** Its name in `.local`; no two services share one. */
  hostname: string;
}

/** Content of the mDNS announcement and the interfaces that it is made on. */
export interface AnnouncementOptions {
  /** Name that people see in a list of devices. */
  name: string;
  services: AnnouncedService[];
  txt: ServiceTxt;
  /** Names of the interfaces to be announced on; with none it is silent. */
  interfaces: string[];
  /** The hub listens on IPv4 alone. */
  ipv4Only: boolean;
  /** Called when the network has given the hub other names than it wanted: all of them, with `.local`. */
  onNames: (names: string[]) => void;
  log: Logger;
}

/** A network with more hubs of one name than this has another problem. */
const MOST_NAMES = 20;

/**
 * Announces the hub by multicast DNS (RFC 6762). Nothing that goes wrong here keeps the hub from working: a network
 * that is not there is looked for again, a name that is taken gets a number.
 */
export class Announcement {
  readonly #options: AnnouncementOptions;
  readonly #names = new Map<string, string>();
  #responder: Responder | null = null;
  #stopped = false;

  constructor(options: AnnouncementOptions) {
    this.#options = options;
  }

  /** Resolves when every service is announced, or could not be. */
  async start(): Promise<void> {
    const { ipv4Only, interfaces } = this.#options;
    if (interfaces.length === 0) return;
    this.#responder = getResponder({ interface: interfaces, disableIpv6: ipv4Only });
    await Promise.all(this.#options.services.map((service) => this.#announce(service)));
  }

  /** Says goodbye, so that the hub is gone from every list at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const responder = this.#responder;
    this.#responder = null;
    await responder?.shutdown();
  }

  async #announce(service: AnnouncedService): Promise<void> {
    try {
      for (let number = 1; number <= MOST_NAMES; number += 1)
        if (this.#stopped || (await this.#tryName(service, number))) return;
    } catch (error) {
      if (this.#stopped) return;
      this.#options.log.warn(
        { service: service.type, reason: messageOf(error) },
        'mdns: announcing the hub failed',
      );
    }
  }

  /** True when the name is ours now. The library's own choice for a name that is taken has brackets in it. */
  async #tryName({ type, port, hostname: base }: AnnouncedService, number: number): Promise<boolean> {
    const { name, txt, ipv4Only } = this.#options;
    const numbered = (text: string, separator: string) =>
      number === 1 ? text : `${text}${separator}${number}`;
    const hostname = numbered(base, '-');
    const service = (this.#responder as Responder).createService({
      name: numbered(name, ' '),
      hostname,
      type,
      port,
      txt,
      disabledIpv6: ipv4Only,
    });
    // Without a listener the library complains on standard output.
    service.on('name-change', () => {});
    await service.advertise();
    if (!isNamed(service, hostname)) {
      await service.end();
      return false;
    }
    service.on('hostname-change', () => void this.#renamed(service, { type, port, hostname: base }));
    this.#took(type, hostname);
    return true;
  }

  /** Somebody has come into the network who has the name as well, and has won it. */
  async #renamed(service: CiaoService, wanted: AnnouncedService): Promise<void> {
    await service.end();
    await this.#announce(wanted);
  }

  #took(type: string, hostname: string): void {
    this.#names.set(type, `${hostname}.local`);
    this.#options.log.info(
      { service: `_${type}._tcp`, hostname: `${hostname}.local` },
      'mdns: announced the hub',
    );
    this.#options.onNames([...this.#names.values()]);
  }
}

function isNamed(service: CiaoService, hostname: string): boolean {
  return service.getHostname().replace(/\.local\.$/, '') === hostname;
}
