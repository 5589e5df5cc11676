import type { FastifyInstance } from 'fastify';
import { origin, type PagePorts, pageAddress, reachableHost } from './address.js';
import type { Entrance } from './api/entrance.js';
import type { Clock } from './clock.js';
import type { Config } from './config.js';
import { Fault } from './errors.js';
import type { Logger } from './log.js';
import { openCertificates } from './tls/certificates.js';
import type { Certificates } from './tls/types.js';

export interface EntranceOptions {
  config: Config;
  clock: Clock;
  log: Logger;
}

/** The way in as the hub owns it: certificates first, then the API, then the ports. */
export interface HubEntrance extends Entrance {
  /** Binds the ports. @throws {Fault} `http-port`, `https-port` */
  open(app: FastifyInstance): Promise<PagePorts>;
  stop(): Promise<void>;
}

/** A host that a browser can have asked for: what else stands in the header is not put into an address. */
const HOST = /^([a-z\d.-]+|\[[a-f\d:.]+\])$/i;

/** @throws {Fault} `tls-certificate`, `tls-damaged` */
export async function openEntrance({ config, clock, log }: EntranceOptions): Promise<HubEntrance> {
  const certificates = config.https ? await certificatesOf(config, clock, log) : null;
  let ports: PagePorts = { http: config.httpPort, https: config.https ? config.httpsPort : null };

  return {
    certificates,
    openPlain: config.httpLan,
    address: () => pageAddress(config, ports),
    secureOrigin: (hostname) => {
      if (config.publicUrl !== '') return new URL(config.publicUrl).origin;
      if (ports.https === null) return null;
      const host = HOST.test(hostname) ? hostname.replace(/[[\]]/g, '') : reachableHost(config.httpsHost);
      return origin('https', host, ports.https);
    },
    open: async (app) => {
      ports = await listen(app, config);
      return ports;
    },
    stop: async () => certificates?.stop(),
  };
}

function certificatesOf(config: Config, clock: Clock, log: Logger): Promise<Certificates> {
  const { tlsCertFile: certFile, tlsKeyFile: keyFile, dataDirectory: directory } = config;
  const owner = certFile === '' ? null : { certFile, keyFile };
  return openCertificates({ directory, owner, multicastNames: () => ['petcam.local'], clock, log });
}

async function listen(app: FastifyInstance, config: Config): Promise<PagePorts> {
  await app
    .listen({ host: config.httpHost, port: config.httpPort })
    .catch((cause) => portFault(cause, 'http-port', 'PETCAM_HTTP_PORT'));
  const { secureServer } = app;
  if (!secureServer) return { http: portOf(app.server), https: null };
  await new Promise<void>((resolve, reject) => {
    secureServer.once('error', reject);
    secureServer.listen(config.httpsPort, config.httpsHost, () => {
      secureServer.off('error', reject);
      resolve();
    });
  }).catch((cause) => portFault(cause, 'https-port', 'PETCAM_HTTPS_PORT'));
  return { http: portOf(app.server), https: portOf(secureServer) };
}

function portOf(server: { address(): unknown }): number {
  return (server.address() as { port: number }).port;
}

function portFault(cause: NodeJS.ErrnoException, fault: string, setting: string): never {
  if (cause.code !== 'EADDRINUSE') throw cause;
  const hint = `Set ${setting} to a free port, or stop what uses this one.`;
  throw new Fault(fault, cause.message, hint, { cause });
}
