import t from 'tap';
import { sayLastSeen } from '../../../src/web/cameras/last-seen.js';
import { en } from '../../../src/web/i18n/en.js';
import { formatFor } from '../../../src/web/i18n/format.js';

t.test('when a camera was seen last', async (t) => {
  const say = (online: boolean, lastSeenAt: number | null) =>
    sayLastSeen({ online, lastSeenAt }, formatFor('en'), en, 1_000_000);
  t.equal(say(false, null), null);
  t.equal(say(true, 999_000), 'now');
  t.equal(say(false, 999_000), 'a moment ago', 'never now for one that is away');
  t.equal(say(false, 1_000_000 - 120_000), '2 minutes ago');
});
