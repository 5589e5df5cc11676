import t from 'tap';
import {
  isKnown,
  observe,
  type SceneLook,
  type SceneRegion,
  saidNoPet,
  watched,
} from '../../../src/imaging/select/scene.js';
import type { Subject } from '../../../src/imaging/vision/types.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 2, 9);
const WALL: Subject = { x: 0.6, y: 0.1, width: 0.2, height: 0.3 };
const BED: Subject = { x: 0.1, y: 0.6, width: 0.3, height: 0.2 };

/** Levels that look like nothing of another seed; `noise` as of a camera, `light` as of another hour. */
function levels(seed: number, { noise = 0, light = 1 } = {}): number[] {
  const wave = (at: number, of: number) => Math.sin(at * (0.31 + of * 0.17) + of * 2.1);
  return Array.from({ length: 256 }, (_, at) => {
    const level = 120 + 60 * wave(at, seed) + noise * wave(at, seed + 5.3);
    return Math.round(Math.min(255, Math.max(0, level * light)));
  });
}

/** A look at a room in which somebody has moved, by default, with a still cat on the wall. */
function look(at: number, more: Partial<SceneLook> & { seen?: number[] } = {}): SceneLook {
  const { seen = levels(1, { noise: 4 }), ...rest } = more;
  const pets = [{ place: WALL, content: seen }];
  const room = levels(9, { noise: 6 + (Math.floor(at / HOUR) % 4) * 6 });
  return { at, pets, elsewhere: [], people: [], contents: [seen], room, ...rest };
}

/** What is known after looks; each is told what is at the places that are known by then. */
function after(looks: SceneLook[]): SceneRegion[] {
  return looks.reduce<SceneRegion[]>(
    (regions, one) =>
      observe(regions, {
        ...one,
        contents: regions.map((_, at) => (one.contents[at] ?? one.contents[0]) as number[]),
      }),
    [],
  );
}

const everyHours = (hours: number, count: number) =>
  Array.from({ length: count }, (_, step) => START + step * hours * HOUR);

t.test('a picture on the wall is known after days, and not before', (t) => {
  const times = everyHours(5, 24);
  const first = times.findIndex((_, upTo) =>
    isKnown(after(times.slice(0, upTo + 1).map((at) => look(at))), WALL, levels(1)),
  );
  const days = ((times[first] ?? 0) - START) / DAY;
  t.ok(days >= 2 && days <= 3, `${days} days`);
  t.notOk(isKnown(after([look(START)]), WALL, levels(1)), 'never at first sight');
  t.end();
});

t.test('a real pet before the picture is seen', (t) => {
  const regions = after(everyHours(5, 24).map((at) => look(at)));
  t.ok(isKnown(regions, WALL, levels(1, { light: 0.7 })), 'in weaker light, too');
  t.notOk(isKnown(regions, WALL, levels(3)));
  t.notOk(isKnown(regions, BED, levels(1)), 'elsewhere');
  t.end();
});

t.test('a pet that sleeps for hours is a pet', (t) => {
  const asleep = everyHours(0.5, 20).map((at) => look(at));
  t.notOk(isKnown(after(asleep), WALL, levels(1)));
  t.end();
});

t.test('a pet that comes back to the same place each day is a pet: it goes away between', (t) => {
  const days = everyHours(24, 10).flatMap((at) => [
    look(at),
    look(at + HOUR),
    // Nobody is there, and the light is the same.
    look(at + 2 * HOUR, { pets: [], seen: levels(6), room: look(at).room }),
  ]);
  t.notOk(isKnown(after(days), WALL, levels(1)));
  t.end();
});

t.test('a pet that lies otherwise each time, or moves within a burst, is a pet', (t) => {
  const turning = everyHours(6, 30).map((at, step) =>
    look(at, { seen: levels(1 + step * 0.35), room: levels(9) }),
  );
  t.notOk(after(turning).some(({ inForce }) => inForce));
  const half = { ...WALL, x: WALL.x + 0.1 };
  const moving = everyHours(6, 30).map((at) => look(at, { elsewhere: [half] }));
  t.notOk(after(moving).some(({ inForce }) => inForce));
  t.end();
});

t.test('a camera that shows the same still picture for days learns nothing of it', (t) => {
  const frozen = everyHours(6, 30).map((at) => look(at, { room: levels(9) }));
  t.notOk(after(frozen).some(({ inForce }) => inForce));
  t.end();
});

t.test('somebody who stands before it, and the night, do not make it forget', (t) => {
  const night = (at: number) =>
    look(at, {
      seen: levels(4),
      room: levels(14, { noise: 10 * (Math.floor(at / DAY) % 3) }),
      pets: [{ place: WALL, content: levels(4) }],
    });
  const looks = everyHours(5, 30).flatMap((at, step) => [
    look(at),
    look(at + HOUR, { pets: [], people: [{ x: 0.5, y: 0, width: 0.3, height: 1 }], seen: levels(2) }),
    ...(step % 4 === 0 ? [night(at + 2 * HOUR)] : []),
  ]);
  const regions = after(looks);
  t.ok(isKnown(regions, WALL, levels(1)));
  t.ok(isKnown(regions, WALL, levels(4)), 'as it looks at night');
  t.end();
});

t.test('what was learned and taken away is forgotten', (t) => {
  const known = after(everyHours(5, 24).map((at) => look(at)));
  const bare = (at: number) => look(at, { pets: [], seen: levels(7) });
  const later = everyHours(3, 8).map((at) => bare(at + 8 * DAY));
  t.ok(isKnown(observe(known, bare(START + 8 * DAY)), WALL, levels(1)), 'once is not enough');
  t.strictSame(
    later.reduce((regions, one) => (regions.length === 0 ? regions : observe(regions, one)), known),
    [],
  );
  t.end();
});

t.test('what somebody said holds at once; of two different things it means the place', (t) => {
  const view = { content: levels(1), room: levels(9) };
  const once = saidNoPet(watched(WALL, view, START), view, START);
  t.ok(isKnown([once], WALL, levels(1)));
  t.notOk(isKnown([once], WALL, levels(3)), 'the real cat at that place');
  t.notOk(isKnown([once], WALL, null));
  const again = saidNoPet(once, view, START + 1);
  t.notOk(again.anything, 'the same thing twice is one thing');
  const other = saidNoPet(once, { content: levels(3), room: levels(9) }, START + 2);
  t.ok(isKnown([other], WALL, levels(5)), 'a television');
  const bare = look(START + DAY, { pets: [], seen: levels(7), room: levels(9) });
  t.equal(observe([once], bare).length, 1, 'it stays until somebody takes it back');
  t.end();
});

t.test('what is watched is bounded', (t) => {
  const everywhere = everyHours(1, 80).map((at, step) => {
    const place = { x: (step % 10) / 10, y: Math.floor(step / 10) / 10, width: 0.05, height: 0.05 };
    return look(at, {
      pets: [{ place, content: levels(step) }],
      contents: new Array(80).fill(levels(99)),
      room: levels(step),
    });
  });
  t.ok(after(everywhere).length <= 24);
  const flat = look(START, { pets: [{ place: WALL, content: new Array(256).fill(90) }] });
  t.strictSame(after([flat]), [], 'a place without contrast says nothing');
  t.end();
});
