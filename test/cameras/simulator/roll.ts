import t from 'tap';
import {
  manifestOf,
  type PendingBurst,
  retryWait,
  wantedAgain,
} from '../../../src/cameras/simulator/roll.js';

const bytes = new TextEncoder().encode('123456789');
const burst: PendingBurst = {
  key: 'b-1',
  trigger: 'button',
  frames: [
    { bytes, at: 1000 },
    { bytes: bytes.slice(1), at: 1400.4 },
  ],
  complete: true,
  tries: 0,
  cancelRetry: () => {},
};

t.test('a manifest counts ages back from its sending', async (t) => {
  t.strictSame(manifestOf(burst, 2000), {
    burst: 'b-1',
    trigger: 'button',
    frames: [
      { index: 0, length: 9, crc32: 3421780262, ageMs: 1000 },
      { index: 1, length: 8, crc32: manifestOf(burst, 0).frames[1]?.crc32, ageMs: 600 },
    ],
  });
});

t.test(
  'the wait before a repetition doubles up to a minute, with a random part of a quarter at most',
  async (t) => {
    const waits = [0, 1, 2, 3, 4, 9].map((tries) => retryWait(tries, () => 0) / 1000);
    t.strictSame(waits, [5, 10, 20, 40, 60, 60]);
    t.equal(
      retryWait(0, () => 1),
      6250,
    );
  },
);

t.test('only frames that exist are sent again', async (t) => {
  const ack = {
    burst: 'b-1',
    state: 'waiting' as const,
    durable: [0],
    missing: [1, 7],
    rejected: [],
    time: 0,
  };
  t.strictSame(wantedAgain(burst, ack), [{ index: 1, bytes: burst.frames[1]?.bytes }]);
});
