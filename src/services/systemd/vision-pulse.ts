import type { Clock } from '../../core/clock.js';
import type { Vision } from '../../imaging/vision/types.js';
import type { Probe } from './watchdog.js';

/**
 * Longer than the supervisor itself waits for one image: three tries of two silent minutes each and a minute to
 * start. Whoever is silent beyond this is not being supervised any more.
 */
const SILENCE_MS = 10 * 60_000;

/** Listens to what the vision process answers, without changing it. */
export function listenToVision(vision: Vision, clock: Clock): { vision: Vision; probe: Probe } {
  let waiting = 0;
  let lastSign = 0;
  const sign = () => {
    lastSign = clock.monotonic();
  };

  const run: Vision['run'] = async (task, request, options = {}) => {
    if (waiting === 0) sign();
    waiting++;
    try {
      return await vision.run(task, request, {
        ...options,
        onProgress: (done) => {
          sign();
          options.onProgress?.(done);
        },
      });
    } finally {
      waiting--;
      sign();
    }
  };

  return {
    vision: { run, state: () => vision.state(), stop: () => vision.stop() },
    probe: {
      name: 'the vision process',
      async ask() {
        const silentMs = clock.monotonic() - lastSign;
        if (waiting > 0 && silentMs > SILENCE_MS)
          throw new Error(`silent for ${Math.round(silentMs / 1000)} s with ${waiting} images waiting`);
      },
    },
  };
}
