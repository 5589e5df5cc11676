import t from 'tap';
import { isSameSite } from '../../../../src/server/api/auth/csrf.js';

const page = {
  method: 'POST',
  marker: '1',
  origin: 'http://hub:8080',
  fetchSite: 'same-origin',
  self: 'http://hub:8080',
};

t.test('reading needs nothing', async (t) => {
  for (const method of ['GET', 'HEAD'])
    t.ok(isSameSite({ ...page, method, marker: undefined, origin: 'http://evil', fetchSite: 'cross-site' }));
});

t.test('acting needs the marker', async (t) => {
  t.ok(isSameSite(page));
  t.notOk(isSameSite({ ...page, marker: undefined }));
});

t.test('what says that it comes from elsewhere is refused', async (t) => {
  t.notOk(isSameSite({ ...page, fetchSite: 'cross-site' }));
  t.notOk(isSameSite({ ...page, fetchSite: 'same-site' }));
  t.notOk(isSameSite({ ...page, fetchSite: undefined, origin: 'http://evil' }));
  t.notOk(isSameSite({ ...page, fetchSite: undefined, origin: 'null' }));
});

t.test('without both headers, as from a program, the marker is enough', async (t) => {
  t.ok(isSameSite({ ...page, fetchSite: undefined }));
  t.ok(isSameSite({ ...page, fetchSite: undefined, origin: undefined }));
});
