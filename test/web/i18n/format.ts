import t from 'tap';
import { daysBetween, formatFor, startOfDay } from '../../../src/web/i18n/format.js';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-23T12:00:00');
const english = formatFor('en-US');
const korean = formatFor('ko-KR');

t.test('days are named as people name them', async (t) => {
  t.equal(english.day(at('2026-11-23T00:01:00'), now), 'Today');
  t.equal(english.day(at('2026-11-22T23:59:00'), now), 'Yesterday');
  t.equal(english.day(at('2026-11-20T10:00:00'), now), 'Friday, November 20');
  t.equal(english.day(at('2025-11-20T10:00:00'), now), 'November 20, 2025');
  t.equal(korean.day(at('2026-11-23T00:01:00'), now), '오늘');
  t.equal(korean.day(at('2026-11-20T10:00:00'), now), '11월 20일 금요일');
});

t.test('times of day, spans and months', async (t) => {
  t.match(english.time(at('2026-11-23T08:14:00')), /^8:14\sAM$/);
  t.match(english.timeRange(at('2026-11-23T08:14:00'), at('2026-11-23T08:31:00')), /^8:14\s–\s8:31\sAM$/);
  t.match(english.moment(at('2026-11-23T08:14:00')), /Monday, November 23.*8:14\sAM/);
  t.equal(english.month('2026-11'), 'November 2026');
  t.equal(korean.month('2026-01'), '2026년 1월');
});

t.test('how long ago, by the largest unit', async (t) => {
  t.equal(english.ago(now - 20_000, now), 'now');
  t.equal(english.ago(now + 90_000, now), 'now', 'a clock that runs ahead makes no future');
  t.equal(english.ago(now - 180_000, now), '3 minutes ago');
  t.equal(english.ago(now - 7_300_000, now), '2 hours ago');
  t.equal(english.ago(now - 90_000_000, now), 'yesterday');
});

t.test('durations, numbers and sizes', async (t) => {
  t.equal(english.duration(2.5 * 86_400_000), '2 days');
  t.equal(english.duration(3_600_000), '1 hour');
  t.equal(english.duration(0), '0 seconds');
  t.equal(english.number(100_000), '100,000');
  t.equal(english.percent(0.4), '40%');
  t.equal(english.bytes(1_340_000_000), '1.3 GB');
  t.equal(english.bytes(512_000), '512 kB');
  t.equal(english.bytes(0), '0 byte');
});

t.test('a day is a day, also when the clocks change', async (t) => {
  t.equal(daysBetween(at('2026-03-28T23:00:00'), at('2026-03-29T23:00:00')), 1);
  t.equal(daysBetween(at('2026-10-24T01:00:00'), at('2026-10-26T01:00:00')), 2);
  t.equal(startOfDay(now), at('2026-11-23T00:00:00'));
});
