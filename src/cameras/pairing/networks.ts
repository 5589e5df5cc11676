import type { FoundNetwork } from './contract.js';

interface Entry {
  ssid: Uint8Array;
  rssi: number;
  auth: number;
}

/** The networks that an owner can choose from: the strongest first, each name once, hidden and unreadable ones left out. */
export function networksIn(entries: readonly Entry[]): FoundNetwork[] {
  const byName = new Map<string, FoundNetwork>();
  for (const { ssid, rssi, auth } of entries) {
    const name = nameIn(ssid);
    const known = byName.get(name);
    if (name === '' || (known && known.rssi >= rssi)) continue;
    byName.set(name, { ssid: name, rssi, secured: auth !== 0 });
  }
  return [...byName.values()].sort((one, other) => other.rssi - one.rssi);
}

/** Empty for what is no text: it could not be sent back as it came. */
function nameIn(ssid: Uint8Array): string {
  const text = Buffer.from(ssid).toString('utf8');
  return Buffer.from(text).equals(ssid) && !/\p{Cc}/u.test(text) ? text : '';
}
