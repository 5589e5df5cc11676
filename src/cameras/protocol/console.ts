/** Lines that an owner types on a camera's serial console when Bluetooth is not to be had. docs/HARDWARE.md, "Pairing". */

/** Where a camera finds its hub, and how it proves itself there: MQTT over TLS with the key as pre-shared key. */
export interface Handover {
  host: string;
  port: number;
  camera: string;
  /** 64 lower-case hexadecimal digits. */
  key: string;
}

/** The line that gives a camera its hub; it restarts when it has read it. */
export function hubLine({ host, port, camera, key }: Handover): string {
  return `hub ${JSON.stringify({ v: 1, host, port, camera, key })}`;
}

/** The line that gives it its Wi-Fi, before the other one. */
export function wifiLine(ssid: string, password: string): string {
  return `wifi ${JSON.stringify({ ssid, password })}`;
}
