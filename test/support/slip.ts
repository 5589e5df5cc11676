/** Packets on a serial line (RFC 1055), as the loaders of Espressif's chips frame them. Pure. */

const END = 0xc0;
const ESC = 0xdb;
const ESC_END = 0xdc;
const ESC_ESC = 0xdd;

export function slipEncode(packet: Uint8Array): Buffer {
  const out = [END];
  for (const byte of packet) {
    if (byte === END) out.push(ESC, ESC_END);
    else if (byte === ESC) out.push(ESC, ESC_ESC);
    else out.push(byte);
  }
  return Buffer.from([...out, END]);
}

/** Takes bytes as they come; what is between packets, and a packet with a wrong escape, is dropped. */
export class SlipDecoder {
  #packet: number[] | null = null;
  #escaped = false;

  take(bytes: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (const byte of bytes) {
      const whole = this.#takeByte(byte);
      if (whole) packets.push(whole);
    }
    return packets;
  }

  #takeByte(byte: number): Uint8Array | null {
    if (byte === END) {
      const whole = this.#packet;
      this.#escaped = false;
      this.#packet = whole && whole.length > 0 ? null : [];
      return whole && whole.length > 0 ? Uint8Array.from(whole) : null;
    }
    if (!this.#packet) return null;
    if (this.#escaped) {
      this.#escaped = false;
      if (byte !== ESC_END && byte !== ESC_ESC) this.#packet = null;
      else this.#packet.push(byte === ESC_END ? END : ESC);
    } else if (byte === ESC) this.#escaped = true;
    else this.#packet.push(byte);
    return null;
  }
}
