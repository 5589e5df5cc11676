import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { newCameraKey } from '../../src/cameras/protocol/identity.js';
import { CAMERA_HEADERS, make, missingTools, run, startCamera } from '../support/firmware.js';
import { temporaryFolder } from '../support/folder.js';
import { SAMPLE_BURSTS } from '../support/hub.js';

/** The boot loader of the Linux camera, with shell scripts for firmware and no hub anywhere. */
const options = { skip: missingTools(...CAMERA_HEADERS) };
const OLD = 'a valid 1.0.0 empty -';

t.before(async () => {
  if (options.skip === false) t.match(await make('host'), { code: 0 });
});

class Slots {
  readonly folder: string;
  readonly events: string[] = [];
  readonly #t: Parameters<typeof startCamera>[0] & Parameters<typeof temporaryFolder>[0];
  #look = () => {};

  constructor(t: Parameters<typeof startCamera>[0] & Parameters<typeof temporaryFolder>[0], record: string) {
    this.#t = t;
    this.folder = temporaryFolder(t);
    writeFileSync(path.join(this.folder, 'boot'), `petcam-boot 1 ${record}\n`);
  }

  get record(): string {
    return readFileSync(path.join(this.folder, 'boot'), 'utf8').trim().replace('petcam-boot 1 ', '');
  }

  put(slot: 'a' | 'b', script: string): this {
    const file = path.join(this.folder, `slot-${slot}`);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o700);
    return this;
  }

  /** The camera is started with these slots; nobody listens at the address of its hub. */
  start(...more: string[]) {
    const args = ['--url', 'mqtt://127.0.0.1:1', '--camera', 'porch', '--bursts', SAMPLE_BURSTS];
    return startCamera(
      this.#t,
      newCameraKey(),
      [...args, '--slots', this.folder, ...more],
      ({ event, detail }) => {
        this.events.push(`${event}: ${detail}`);
        this.#look();
      },
    );
  }

  until(event: string): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (this.events.includes(event)) resolve();
      };
      this.#look();
    });
  }
}

const HELLO = `echo '{"event":"script","detail":"runs"}'`;

t.test('an empty slot is the program itself, which ends when it is told to', options, async (t) => {
  const slots = new Slots(t, OLD);
  const camera = slots.start();
  await slots.until('mode: offline');
  camera.stop();
  t.match(await camera.ended, { code: 0, account: { taken: 0 } });
  t.equal(slots.record, OLD);
});

t.test('a new image is on trial for its first boot, and given up at the second', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 new 1.1.0').put('b', 'exit 0');
  slots.start();
  await slots.until('mode: offline');
  t.strictSame(slots.events.slice(0, 2), ['on trial: 1.1.0', 'rolled back: 1.1.0']);
  t.equal(slots.record, 'a valid 1.0.0 invalid 1.1.0');
});

t.test('a file that is no program is given up too', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 new 1.1.0');
  writeFileSync(path.join(slots.folder, 'slot-b'), Buffer.alloc(4096, 0xe9), { mode: 0o700 });
  slots.start();
  await slots.until('rolled back: 1.1.0');
  await slots.until('mode: offline');
  t.equal(slots.record, 'a valid 1.0.0 invalid 1.1.0');
});

t.test('a power cut during the trial ends it, and takes the program along', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 new 1.1.0');
  slots.put('b', `${HELLO}\nexec sleep 1000`);
  const first = slots.start();
  await slots.until('script: runs');
  first.kill();
  // Only once nobody holds its output any more: the program is gone as well.
  await first.ended;
  t.equal(slots.record, 'b valid 1.0.0 pending 1.1.0');
  slots.start();
  await slots.until('rolled back: 1.1.0');
});

t.test('an image that says in time that it works stays', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 new 1.1.0');
  const kept = 'petcam-boot 1 b valid 1.0.0 valid 1.1.0';
  slots.put('b', `echo '${kept}' > ${slots.folder}/boot\nsleep 3\n${HELLO}\nexec sleep 1000`);
  const camera = slots.start('--trial-seconds', '1');
  await slots.until('script: runs');
  t.equal(slots.record, 'b valid 1.0.0 valid 1.1.0');
  camera.stop();
  t.match(await camera.ended, { code: 0 });
});

t.test('a kept image that crashes is booted again, and told why', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 valid 1.1.0');
  const told = `echo "{\\"event\\":\\"script\\",\\"detail\\":\\"$PETCAM_RESET_REASON\\"}"`;
  slots.put('b', `${told}\n[ -n "$PETCAM_RESET_REASON" ] && exit 4\nkill -SEGV $$`);
  const camera = slots.start();
  t.match(await camera.ended, { code: 4 }, 'what ends by itself is not started again');
  t.strictSame(slots.events, ['script: ', 'script: panic']);
});

t.test('a brownout boots the same image again', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 valid 1.1.0');
  const told = `echo "{\\"event\\":\\"script\\",\\"detail\\":\\"$PETCAM_RESET_REASON\\"}"`;
  slots.put('b', `${told}\n[ "$PETCAM_RESET_REASON" = brownout ] && exit 0\nexit 76`);
  t.match(await slots.start().ended, { code: 0 });
  t.strictSame(slots.events, ['script: ', 'script: brownout']);
});

t.test('slots that cannot be written are an error, not a loop', options, async (t) => {
  const slots = new Slots(t, 'b valid 1.0.0 new 1.1.0').put('b', 'exit 0');
  // A folder where the record's successor should go: also the superuser cannot write there.
  const blocked = path.join(slots.folder, 'boot.new', 'x');
  await run('mkdir', ['-p', blocked]);
  t.match(await slots.start().ended, { code: 1 });
  t.ok(existsSync(blocked));
  t.equal(slots.record, 'b valid 1.0.0 new 1.1.0');
});
