/** Random but valid values of the wire contract, for the property tests. */
import fc from 'fast-check';
import { REJECT_REASONS } from '../../src/cameras/protocol/ack.js';
import { MAX_AGE_MS } from '../../src/cameras/protocol/manifest.js';
import type {
  Ack,
  CameraSettings,
  CameraState,
  CommandResult,
  Manifest,
} from '../../src/cameras/protocol/types.js';

export const cameraId = fc
  .stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .filter((id) => id !== 'bridge' && id !== 'hub');
export const burstKey = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
/** Objects as JSON makes them: with the usual prototype. */
export const plain = <T>(value: T): T => structuredClone(value);

const uint32 = fc.nat({ max: 0xffffffff });

const manifestFrame = fc.record({
  length: fc.integer({ min: 1, max: 524288 }),
  crc32: uint32,
  ageMs: fc.nat({ max: MAX_AGE_MS }),
});

export const manifest: fc.Arbitrary<Manifest> = fc
  .record({
    burst: burstKey,
    trigger: fc.constantFrom('motion', 'command', 'schedule', 'button'),
    frames: fc.array(manifestFrame, { minLength: 1, maxLength: 20 }),
  })
  .map(({ burst, trigger, frames }) => ({
    burst,
    trigger,
    frames: frames.map((frame, index) => ({ index, ...frame })),
  }))
  .map(plain);

const indices = fc
  .uniqueArray(fc.nat({ max: 19 }), { maxLength: 20 })
  .map((list) => list.sort((a, b) => a - b));

export const ack: fc.Arbitrary<Ack> = fc
  .record({
    burst: burstKey,
    state: fc.constantFrom('open', 'waiting', 'closed'),
    durable: indices,
    missing: indices,
    rejected: fc.array(
      fc.record({ index: fc.nat({ max: 999 }), reason: fc.constantFrom(...REJECT_REASONS) }),
      {
        maxLength: 20,
      },
    ),
    time: fc.nat({ max: 4102444800000 }),
  })
  .map(plain);

export const settings: fc.Arbitrary<CameraSettings> = fc
  .record({
    frameSize: fc.constantFrom('qvga', 'vga', 'svga', 'xga', 'sxga', 'uxga'),
    quality: fc.integer({ min: 6, max: 40 }),
    burstFrames: fc.integer({ min: 1, max: 20 }),
    burstIntervalMs: fc.integer({ min: 100, max: 5000 }),
    warmupFrames: fc.integer({ min: 0, max: 10 }),
    motion: fc.boolean(),
    motionSensitivity: fc.integer({ min: 1, max: 10 }),
    cooldownMs: fc.integer({ min: 1000, max: 3600000 }),
    flash: fc.constantFrom('off', 'on', 'auto'),
    scheduleSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 60, max: 86400 })),
  })
  .map(plain);

/** Settings that the first cameras do not have: any of them may be absent. */
const laterSettings: fc.Arbitrary<Partial<CameraSettings>> = fc.record(
  {
    flip: fc.boolean(),
    mirror: fc.boolean(),
    brightness: fc.integer({ min: -2, max: 2 }),
    contrast: fc.integer({ min: -2, max: 2 }),
    exposure: fc.integer({ min: -2, max: 2 }),
    gainCeiling: fc.constantFrom(2, 4, 8, 16, 32, 64, 128),
    nightMode: fc.boolean(),
    clockMhz: fc.constantFrom(8, 10, 20),
    motionIgnore: fc.stringMatching(/^[0-9a-f]{48}$/),
  },
  { requiredKeys: [] },
);

const laterState = fc.record(
  {
    sensor: fc
      .record(
        {
          state: fc.constantFrom('ok', 'failing', 'unsupported', 'no-memory', 'unknown'),
          model: fc.constantFrom('ov2640', 'unsupported'),
          id: fc.nat(),
        },
        { requiredKeys: ['state'] },
      )
      .map(plain),
    capabilities: fc.array(fc.constantFrom('move', 'flip', 'motionIgnore')),
  },
  { requiredKeys: [] },
);

const everySetting = fc.tuple(settings, laterSettings).map(([first, later]) => plain({ ...first, ...later }));

const firstState = fc
  .record({
    firmware: fc.stringMatching(/^[0-9.]{1,12}$/),
    board: fc.stringMatching(/^[a-z-]{1,20}$/),
    rssi: fc.integer({ min: -127, max: 0 }),
    uptimeMs: fc.nat(),
    resetReason: fc.constantFrom('power-on', 'brownout', 'watchdog', 'panic', 'restart', 'ota', 'unknown'),
    bursts: fc.record({ queued: fc.nat(), sent: fc.nat(), lost: fc.nat(), framesLost: fc.nat() }),
    settings: everySetting,
  })
  .map(plain);

export const state: fc.Arbitrary<CameraState> = fc
  .tuple(firstState, laterState)
  .map(([first, later]) => plain({ ...first, ...later }) as CameraState);

export const result: fc.Arbitrary<CommandResult> = fc
  .oneof(
    fc.record({
      transaction: burstKey,
      status: fc.constant('ok' as const),
      data: fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.oneof(fc.string(), fc.integer(), fc.boolean()),
      ),
    }),
    fc.record({
      transaction: burstKey,
      status: fc.constant('error' as const),
      data: fc.constant({}),
      error: fc.record({
        code: fc.stringMatching(/^[a-z][a-z-]{0,31}$/),
        message: fc.string({ maxLength: 60 }),
      }),
    }),
  )
  .map(plain);

/**
 * Text of any characters. fast-check's own `string({ unit: 'binary' })` first makes a table of every character there is,
 * which takes a second.
 */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })))
  .map((points) => String.fromCodePoint(...points));

/** Bytes from the network: noise, text, and JSON of any shape. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  anyText.map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .record(
      {
        v: fc.constantFrom(1, 2, '1'),
        burst: fc.anything(),
        count: fc.anything(),
        frames: fc.anything(),
        data: fc.anything(),
      },
      { requiredKeys: [] },
    )
    .map((value) =>
      Buffer.from(JSON.stringify(value, (_key, field) => (typeof field === 'bigint' ? 1 : field))),
    ),
);
