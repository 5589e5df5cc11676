import fastifyJwt from '@fastify/jwt';
import { fastify } from 'fastify';
import { systemClock } from '../core/clock.js';
import { isPublicCode } from '../core/codes.js';
import type { Config } from '../core/config/config.js';
import { Fault, Refusal } from '../core/errors.js';
import { TokenIssuer } from '../server/api/auth/tokens.js';
import type { Store } from '../store/contract.js';

/**
 * Asks the hub that runs on this machine, as an owner: who may read its key file may that anyway. The session lasts for
 * the one call.
 *
 * @throws {Fault} `hub-not-running`; {Refusal} `not-set-up`, or whatever the hub refuses it with
 */
export async function askRunningHub<T>(
  { store, config }: { store: Store; config: Config },
  route: string,
  body?: object,
  method: 'POST' | 'PATCH' | 'PUT' = 'POST',
): Promise<T> {
  const session = await beginSession(store);
  try {
    return await send(addressOf(config), { method, route, access: session.access, body });
  } finally {
    await store.revokeSession(session.id);
  }
}

async function beginSession(store: Store): Promise<{ access: string; id: number }> {
  const owner = store.users().find(({ role }) => role === 'owner');
  if (!owner) throw new Refusal('not-set-up', 'This hub has no owner yet: petcam-hub setup');
  const app = fastify();
  await app.register(fastifyJwt, { secret: Buffer.from(store.secret('access tokens')) });
  await app.ready();
  const here = { device: 'petcam-hub command line', address: 'this machine' };
  const { access } = await new TokenIssuer(store, systemClock, app.jwt).begin(owner, here);
  const { sid } = app.jwt.decode(access) as { sid: number };
  await app.close();
  return { access, id: sid };
}

/** Without TLS the hub serves its own machine. */
function addressOf({ httpHost, httpPort }: Config): string {
  return `http://${httpHost === '0.0.0.0' || httpHost === '::' ? '127.0.0.1' : httpHost}:${httpPort}`;
}

async function send<T>(
  address: string,
  {
    method,
    route,
    access,
    body,
  }: { method: string; route: string; access: string; body: object | undefined },
): Promise<T> {
  const headers = { authorization: `Bearer ${access}`, ...(body && { 'content-type': 'application/json' }) };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${address}${route}`, init).catch((cause: unknown) => {
    throw new Fault(
      'hub-not-running',
      `no hub answers at ${address}`,
      'Start it: this needs a running hub.',
      {
        cause,
      },
    );
  });
  const text = await answer.text();
  const given = text === '' ? null : JSON.parse(text);
  if (answer.ok) return given;
  throw new Refusal(
    isPublicCode(given?.code) ? given.code : 'hub-refused',
    given?.detail ?? `the hub answers ${answer.status}`,
  );
}
