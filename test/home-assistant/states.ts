import t from 'tap';
import { startOfDay } from '../../src/home-assistant/states.js';

t.test('the day begins at midnight of the house', (t) => {
  const noon = Date.UTC(2026, 6, 1, 12, 0, 0, 250);
  t.equal(startOfDay(noon, 'UTC'), Date.UTC(2026, 6, 1));
  t.equal(startOfDay(noon, 'Asia/Seoul'), Date.UTC(2026, 5, 30, 15));
  t.equal(startOfDay(noon, 'America/New_York'), Date.UTC(2026, 6, 1, 4));
  t.equal(startOfDay(Date.UTC(2026, 6, 1, 15, 0, 0), 'Asia/Seoul'), Date.UTC(2026, 6, 1, 15), 'at midnight');
  t.end();
});
