/** The serial console of the firmware while it waits for pairing: firmware/port/esp_idf/main/console.c and pairing.c. Pure. */

/** Longest line that it takes. */
const LINE_BYTES = 512;

export class CameraConsole {
  readonly #name: string;
  readonly #code: string;
  #line = '';
  #uptimeMs = 0;
  /** JSON of the lines that were taken. */
  wifi: Record<string, unknown> | null = null;
  hub: Record<string, unknown> | null = null;
  /** Set for a board whose firmware does not hear its console. */
  deaf = false;
  /** Set for a board whose supply is too weak to start. */
  brownout = false;

  constructor(address: readonly number[], code: string) {
    const digits = address.slice(3).map((byte) => byte.toString(16).padStart(2, '0'));
    this.#name = `PetCam-${digits.join('').toUpperCase()}`;
    this.#code = code;
  }

  /** The log of a start, up to the code. */
  start(): Buffer {
    this.#uptimeMs = 0;
    const boot = ['boot: ESP-IDF v5.5.5 2nd stage bootloader', 'cpu_start: Pro cpu start user code'];
    const lines = boot.map((text) => this.#log('I', text));
    const falling = [...lines, '\r\nBrownout detector was triggered\r\n\r\n'].join('');
    if (this.brownout) return Buffer.from(falling.repeat(3));
    return Buffer.from(
      [...lines, this.#log('I', `pairing: ${this.#name} waits for pairing, code ${this.#code}`)].join(''),
    );
  }

  /** What it prints as an answer to what is typed. */
  take(bytes: Uint8Array): Buffer {
    if (this.deaf) return Buffer.alloc(0);
    let out = '';
    for (const character of Buffer.from(bytes).toString('latin1')) {
      if (character === '\n' || character === '\r') {
        out += this.#takeLine(this.#line.length < LINE_BYTES ? this.#line : '');
        this.#line = '';
      } else this.#line += character;
    }
    return Buffer.from(out);
  }

  #takeLine(line: string): string {
    const [verb, ...rest] = line.split(' ');
    const json = rest.join(' ');
    if (verb === 'wifi') return this.#takeWifi(json);
    if (verb === 'hub') return this.#takeHub(json);
    return line === ''
      ? ''
      : this.#log('I', 'console: wifi {...} and hub {...} pair this camera without Bluetooth');
  }

  #takeWifi(json: string): string {
    const wifi = objectOf(json);
    if (typeof wifi?.['ssid'] !== 'string' || typeof wifi['password'] !== 'string')
      return this.#log('W', 'console: like this: wifi {"ssid":"...","password":"..."}');
    this.wifi = wifi;
    return this.#log('I', 'console: Wi-Fi stored');
  }

  #takeHub(json: string): string {
    const hub = objectOf(json);
    for (const name of ['v', 'host', 'port', 'camera', 'key'])
      if (hub?.[name] === undefined)
        return this.#log('W', `console: hub: the field "${name}" is missing or wrong`);
    this.hub = hub;
    return this.#log('I', 'console: hub stored');
  }

  #log(level: 'I' | 'W', text: string): string {
    this.#uptimeMs += 211;
    const colour = level === 'I' ? '32' : '33';
    return `\x1b[0;${colour}m${level} (${this.#uptimeMs}) ${text}\x1b[0m\r\n`;
  }
}

function objectOf(json: string): Record<string, unknown> | null {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
