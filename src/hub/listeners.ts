import type { FastifyInstance } from 'fastify';
import {
  isLoopback,
  leadsToTrust,
  MULTICAST_NAME,
  origin,
  type PagePorts,
  pageAddress,
  plainAddress,
  reachableHost,
} from '../core/address.js';
import type { Clock } from '../core/clock.js';
import type { Config } from '../core/config/config.js';
import { Fault, type HealthIssue } from '../core/errors.js';
import type { Logger } from '../core/log.js';
import { listeningHost } from '../core/network.js';
import type { HttpEndpoints } from '../server/api/http/endpoints.js';
import { FollowedAnnouncement } from '../server/discovery/followed.js';
import { announcedInterfaces } from '../server/discovery/interfaces.js';
import type { AnnouncedService } from '../server/discovery/multicast.js';
import type { AuthorityBackup } from '../server/tls/authority-backup.js';
import { openCertificates } from '../server/tls/certificates.js';
import { homeDomains } from '../server/tls/ranges.js';
import type { Certificates } from '../server/tls/types.js';
import type { Accounts } from '../store/accounts.js';
import { hostCheck } from './host-names.js';
import { NamesElsewhere } from './names-elsewhere.js';

/** Settings and collaborators of the HTTP listeners. */
export interface ListenerOptions {
  config: Config;
  version: string;
  store: Pick<Accounts, 'setting' | 'setSetting' | 'secret'>;
  /** False while the clock shows what cannot be. */
  isClockRight: () => boolean;
  clock: Clock;
  log: Logger;
}

/** The way in as the hub owns it: certificates first, then the API, then the ports. */
export interface HttpListeners extends HttpEndpoints {
  /** Health issues of the certificate. */
  issues(): HealthIssue[];
  /** Ports that are bound; those of the settings before. */
  ports(): PagePorts;
  /** Binds the ports. @throws {Fault} `http-port`, `https-port` */
  open(app: FastifyInstance): Promise<PagePorts>;
  stop(): Promise<void>;
}

/** The setting that holds the authority, sealed: a backup has the database and the key file. */
const AUTHORITY = 'tls-authority';

/** A host that a browser can have asked for: what else stands in the header is not put into an address. */
const HOST = /^([a-z\d.-]+|\[[a-f\d:.]+\])$/i;

/**
 * Prepares certificates and names; ports are bound by `open`, later.
 * @throws {Fault} `tls-certificate`, `tls-damaged`
 */
export async function openListeners(options: ListenerOptions): Promise<HttpListeners> {
  const { config } = options;
  const names = new Set([MULTICAST_NAME, 'petcam-https.local', ...homeNameOf(config.advertisedHost)]);
  const certificates = config.https ? await certificatesOf(options, () => [...names]) : null;
  const elsewhere = new NamesElsewhere(options);
  const { links } = elsewhere;
  let announcement: FollowedAnnouncement | null = null;
  let ports: PagePorts = { http: config.httpPort, https: config.https ? config.httpsPort : null };

  return {
    certificates,
    allowPlainHttp: config.httpLan,
    contextFor: (servername) => elsewhere.contextFor(servername),
    tailscale: () => elsewhere.tailscale(ports.https),
    links: () => links.lead,
    leadLinks: (to) => links.choose(to),
    address: () => pageAddress(config, ports, links.host),
    firstAddress: () =>
      leadsToTrust(config) && links.host === null ? plainAddress(config, ports.http) : null,
    ports: () => ports,
    isKnownHost: hostCheck({
      config,
      certificates,
      multicastNames: () => [...names],
      isCertified: (name) => elsewhere.isCertified(name),
    }),
    secureOrigin: (hostname) => {
      if (config.publicUrl !== '') return new URL(config.publicUrl).origin;
      if (ports.https === null) return null;
      const host = HOST.test(hostname)
        ? hostname.replace(/[[\]]/g, '')
        : reachableHost(config.httpsHost, config.advertisedHost);
      return origin('https', host, ports.https);
    },
    issues: () => {
      const text = certificates?.issue() ?? null;
      return [...(text === null ? [] : [{ code: 'certificate', text }]), ...elsewhere.issues()];
    },
    open: async (app) => {
      elsewhere.start();
      ports = await listen(app, config);
      announcement = await announce(options, ports, (announced) => {
        for (const name of announced) names.add(name);
        void certificates?.check();
      });
      return ports;
    },
    stop: async () => {
      certificates?.stop();
      await elsewhere.stop();
      await announcement?.stop();
    },
  };
}

/** A name that the hub's own authority may speak for; an address is in its certificate anyway. */
function homeNameOf(host: string): string[] {
  return homeDomains.some((domain) => host.endsWith(`.${domain}`)) ? [host] : [];
}

/** Begins to announce the hub, which takes seconds; null where nobody in the network could reach it anyway. */
async function announce(
  { config, version, store, clock, log }: ListenerOptions,
  ports: PagePorts,
  onNames: (names: string[]) => void,
): Promise<FollowedAnnouncement | null> {
  const services = announcedServices(config, ports);
  if (!config.mdns || services.length === 0) return null;
  const { Announcement } = await import('../server/discovery/multicast.js');
  const open = (interfaces: string[]) =>
    new Announcement({
      name: config.hubName,
      services,
      txt: { version, id: hubId(store), friendly_name: config.hubName },
      interfaces,
      ipv4Only: listeningHost(config.httpsHost) === '0.0.0.0',
      onNames,
      log: log.child({ component: 'mdns' }),
    });
  const announcement = new FollowedAnnouncement({ interfaces: () => announcedInterfaces(), open, clock });
  announcement.start();
  return announcement;
}

function announcedServices(config: Config, ports: PagePorts): AnnouncedService[] {
  const plain = isLoopback(config.httpHost) ? null : ports.http;
  const secure = isLoopback(config.httpsHost) ? null : ports.https;
  const main = secure ?? (config.httpLan ? plain : null);
  return [
    ...(main === null ? [] : [{ type: 'petcam-hub', port: main, hostname: 'petcam' }]),
    ...(secure === null ? [] : [{ type: 'https', port: secure, hostname: 'petcam-https' }]),
    ...(plain === null ? [] : [{ type: 'http', port: plain, hostname: 'petcam-http' }]),
  ];
}

function certificatesOf(
  { config, store, isClockRight, clock, log }: ListenerOptions,
  multicastNames: () => string[],
): Promise<Certificates> {
  const { tlsCertFile: certFile, tlsKeyFile: keyFile, dataDirectory: directory } = config;
  const owner = certFile === '' ? null : { certFile, keyFile };
  const backup = authorityBackup(store);
  return openCertificates({
    directory,
    owner,
    backup,
    multicastNames,
    isClockRight,
    clock,
    log: log.child({ component: 'tls' }),
  });
}

/** The authority in the database, so that a backup has it. */
export function authorityBackup(store: ListenerOptions['store']): AuthorityBackup {
  return {
    key: store.secret('tls authority'),
    read: () => store.setting(AUTHORITY),
    write: (sealed) => store.setSetting(AUTHORITY, sealed),
  };
}

async function listen(app: FastifyInstance, config: Config): Promise<PagePorts> {
  await app
    .listen({ host: listeningHost(config.httpHost), port: config.httpPort })
    .catch((cause) => portFault(cause, 'http-port', 'PETCAM_HTTP_PORT'));
  const { secureServer } = app;
  if (!secureServer) return { http: portOf(app.server), https: null };
  await new Promise<void>((resolve, reject) => {
    secureServer.once('error', reject);
    secureServer.listen(config.httpsPort, listeningHost(config.httpsHost), () => {
      secureServer.off('error', reject);
      resolve();
    });
  }).catch((cause) => portFault(cause, 'https-port', 'PETCAM_HTTPS_PORT'));
  return { http: portOf(app.server), https: portOf(secureServer) };
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

function portFault(cause: NodeJS.ErrnoException, fault: 'http-port' | 'https-port', setting: string): never {
  if (cause.code !== 'EADDRINUSE') throw cause;
  const hint = `Set ${setting} to a free port, or stop what uses this one.`;
  throw new Fault(fault, cause.message, hint, { cause });
}

/** Tells this hub from others in the network, and tells nothing else. */
function hubId(store: ListenerOptions['store']): string {
  return Buffer.from(store.secret('hub id')).toString('hex', 0, 8);
}
