import t from 'tap';
import { make, missingTools } from '../support/firmware.js';

/** The C suites of firmware/test: codecs, golden vectors, ring, motion, state machine, a million random events. */
t.test(
  'the camera core holds under the sanitizers',
  { skip: missingTools('cmocka.h', 'openssl/evp.h') },
  async (t) => {
    const { code, out } = await make('--jobs=2', 'test');
    const failures = out.split('\n').filter((line) => /FAILED|ERROR|error:|LINE/.test(line));
    t.equal(code, 0, failures.join('\n') || out.slice(-2000));
    for (const [, suite] of out.matchAll(/\[ {7}OK \] (\w+)/g)) t.pass(`${suite}`.replaceAll('_', ' '));
    t.comment(/\d+ steps.*/.exec(out)?.[0] ?? '');
  },
);
