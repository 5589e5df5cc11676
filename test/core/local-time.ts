import t from 'tap';
import { zoneOf } from '../../src/core/local-time.js';

const utc = (text: string) => Date.parse(`${text}Z`);
const local = (text: string) => {
  const [year, month, day, hour, minute] = text.split(/\D/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { year, month, day, hour, minute };
};

t.test('the wall and the instant fit in every zone', (t) => {
  const cases: [zone: string, wall: string, instant: string][] = [
    ['Europe/Berlin', '2026-01-10 08:30', '2026-01-10T07:30'],
    ['Europe/Berlin', '2026-07-10 08:30', '2026-07-10T06:30'],
    ['America/New_York', '2026-07-10 00:00', '2026-07-10T04:00'],
    ['Asia/Kolkata', '2026-07-10 00:10', '2026-07-09T18:40'],
    ['Asia/Seoul', '2026-02-28 23:59', '2026-02-28T14:59'],
    ['Australia/Lord_Howe', '2026-01-10 08:30', '2026-01-09T21:30'],
    ['UTC', '2026-01-10 00:00', '2026-01-10T00:00'],
  ];
  for (const [name, wall, instant] of cases) {
    const zone = zoneOf(name);
    t.strictSame(zone.instantsOf(local(wall)), [utc(instant)], `${wall} in ${name}`);
    t.match(zone.localOf(utc(instant)), local(wall), `${instant} in ${name}`);
  }
  t.end();
});

t.test('when clocks change an hour is repeated and one is left out', (t) => {
  const berlin = zoneOf('Europe/Berlin');
  t.strictSame(berlin.instantsOf(local('2026-10-25 02:30')), [
    utc('2026-10-25T00:30'),
    utc('2026-10-25T01:30'),
  ]);
  t.strictSame(berlin.instantsOf(local('2026-03-29 02:30')), [utc('2026-03-29T01:30')], '03:30 on the wall');
  const york = zoneOf('America/New_York');
  t.strictSame(york.instantsOf(local('2026-11-01 01:30')), [
    utc('2026-11-01T05:30'),
    utc('2026-11-01T06:30'),
  ]);
  t.strictSame(york.instantsOf(local('2026-03-08 02:30')), [utc('2026-03-08T07:30')], '03:30 on the wall');
  t.end();
});

t.test('without a name it is the zone of the system; a wrong name is an error', (t) => {
  t.equal(zoneOf('').name, Intl.DateTimeFormat().resolvedOptions().timeZone);
  t.throws(() => zoneOf('Europe/Atlantis'), RangeError);
  t.end();
});

t.test('remembering offsets has an end', (t) => {
  const zone = zoneOf('Europe/Berlin');
  for (let day = 0; day < 3000; day += 1) zone.instantsOf({ ...local('2020-01-01 12:00'), day });
  t.strictSame(zone.instantsOf(local('2026-07-10 08:30')), [utc('2026-07-10T06:30')]);
  t.end();
});
