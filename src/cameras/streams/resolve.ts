import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Refusal } from '../../core/errors.js';
import { streamRefusal } from './failure.js';
import { type AddressRules, checkAddress } from './reachable-address.js';
import { hostOf, portOf } from './source.js';

/** Addresses that a name leads to, the preferred one first; rejects when there is none. */
export type Resolve = (host: string) => Promise<string[]>;

const askSystem: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Address that a camera's host leads to and that the hub may connect to. It is kept with the camera, so that a name
 * which leads elsewhere later does not lead the hub there.
 *
 * @throws Refusal `stream-unknown-host` or `stream-address`.
 */
export async function resolveHost(
  url: URL,
  rules: AddressRules,
  resolve: Resolve = askSystem,
): Promise<string> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await addressesOf(host, resolve) : [host];
  let refusal: unknown = unknownHost(host);
  for (const address of addresses) {
    try {
      checkAddress(address, portOf(url), rules);
      return address;
    } catch (error) {
      refusal = error;
    }
  }
  throw refusal;
}

async function addressesOf(host: string, resolve: Resolve): Promise<string[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw unknownHost(host, cause);
  }
}

function unknownHost(host: string, cause?: unknown): Refusal {
  return streamRefusal('stream-unknown-host', `Nothing in the network is called ${host}.`, cause);
}
