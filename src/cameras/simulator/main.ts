import { parseArgs } from 'node:util';
import { systemClock } from '../../core/clock.js';
import { messageOf, Refusal } from '../../core/errors.js';
import { SimulatedCamera } from './camera.js';
import { parseFaults } from './faults.js';
import { openFrameSource } from './frame-source.js';

/** The process of the simulated camera: arguments in, one line an event out. */

const help = `simulated camera --url mqtt://HOST:PORT --camera ID --bursts DIR [OPTIONS]

Speaks docs/PROTOCOL.md to a hub and plays folders of 00.jpg, 01.jpg, ... as bursts.
The camera's key is read from PETCAM_CAMERA_KEY.

  --every SECONDS   a burst this often (default 12); 0 only when asked
  --faults LIST     drop, duplicate, reorder, corrupt, stall, disconnect = 0 to 1,
                    for example drop=0.1,corrupt=0.05
  --seed NUMBER     the same faults again (default 1)
  --help            this text`;

function options() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      camera: { type: 'string' },
      bursts: { type: 'string' },
      every: { type: 'string', default: '12' },
      faults: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

function main(): void {
  const { url, camera, bursts, every, faults, seed, help: wanted } = options();
  if (wanted) {
    console.log(help);
    return;
  }
  const key = process.env['PETCAM_CAMERA_KEY'];
  const seconds = Number(every);
  if (!url || !camera || !bursts || !key || !(seconds >= 0)) throw new Refusal('usage', help);
  const simulated = new SimulatedCamera({
    url,
    camera,
    key,
    frames: openFrameSource(bursts),
    clock: systemClock,
    faults: parseFaults(faults),
    seed: Number(seed),
    tell: (line) => console.log(line),
  });
  simulated.start();
  if (seconds > 0) setInterval(() => simulated.capture('motion'), seconds * 1000).unref();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulated.stop());
}

try {
  main();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 2;
}
