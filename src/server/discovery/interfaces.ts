import { readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { isVirtualInterface } from '../../core/network.js';

/**
 * The network interfaces to be announced on, those without an address yet included: Wi-Fi may come later. Asked of
 * the kernel, because the library would start a shell for it, and takes `eth0@if7` of a container for a name.
 */
export function announcedInterfaces(folder = '/sys/class/net'): string[] {
  return kernelNames(folder).filter((name) => !isVirtualInterface(name));
}

function kernelNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return Object.keys(networkInterfaces());
  }
}
