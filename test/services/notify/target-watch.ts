import t from 'tap';
import { Refusal } from '../../../src/core/errors.js';
import { TargetWatch } from '../../../src/services/notify/target-watch.js';

const MINUTE = 60_000;

t.test('a target is an issue once it has failed for a while, until it has been told', (t) => {
  const watch = new TargetWatch();
  watch.noteFailed('webhook', new Error('no line'), 0);
  watch.noteFailed('webhook', new Error('home.test answers 503'), 10 * MINUTE);
  t.strictSame(watch.issues(['webhook'], 14 * MINUTE), []);
  t.match(watch.issues(['webhook'], 15 * MINUTE), [
    {
      code: 'notify-failing',
      about: 'webhook',
      since: 0,
      text: /told to webhook \(home.test answers 503\): check PETCAM_NOTIFY_WEBHOOK_URL/,
    },
  ]);
  watch.noteTold('webhook');
  t.strictSame(watch.issues(['webhook'], 20 * MINUTE), []);
  t.end();
});

t.test('a target that refuses is an issue at once; one that is no more is none', (t) => {
  const watch = new TargetWatch();
  watch.noteFailed('ntfy', new Refusal('notify-refused', 'ntfy.test answers 403'), 0);
  watch.noteFailed('push/7', new Refusal('notify-refused', 'push.test answers 400'), 0);
  t.match(watch.issues(['ntfy', 'push/7'], 0), [
    { about: 'ntfy', text: /ntfy.test answers 403.*PETCAM_NOTIFY_NTFY_TOKEN_FILE/ },
    { about: 'push/7', text: /told to a browser/ },
  ]);
  t.match(watch.issues(['ntfy'], 0), [{ about: 'ntfy' }]);
  t.equal(watch.issues(['ntfy', 'push/7'], 0).length, 1);
  t.end();
});
