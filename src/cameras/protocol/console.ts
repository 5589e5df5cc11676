/** Lines that an owner types on a camera's serial console when Bluetooth is not to be had. docs/HARDWARE.md, "Pairing". */

/** Where a camera finds its hub, and how it proves itself there: MQTT over TLS with the key as pre-shared key. */
export interface Handover {
  host: string;
  port: number;
  camera: string;
  /** 64 lower-case hexadecimal digits. */
  key: string;
  /** Name by which the camera finds the hub when its address has changed; older cameras pass it over. */
  name?: string | null;
}

/** The line that gives a camera its hub; it restarts when it has read it. */
export function hubLine({ host, port, camera, key, name }: Handover): string {
  return `hub ${JSON.stringify({ v: 1, host, port, camera, key, ...(name && { name }) })}`;
}

/** The line that gives it its Wi-Fi, before the other one. */
export function wifiLine(ssid: string, password: string): string {
  return `wifi ${JSON.stringify({ ssid, password })}`;
}
