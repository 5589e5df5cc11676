import t from 'tap';
import { movedTo } from '../../../src/web/core/moved.js';

const away = 'https://pi.tail1234.ts.net:8443';
const at = (origin: string, isFramed = false) => ({ origin, hostname: new URL(origin).hostname, isFramed });

t.test('a page at an address of before knows the new one', async (t) => {
  t.equal(movedTo({ address: away, links: 'tailscale' }, at('https://petcam.local:8443')), away);
  t.equal(movedTo({ address: away, links: 'fixed' }, at('https://192.168.1.20:8443')), away);
});

t.test('nobody is sent on who is right where they are', async (t) => {
  t.equal(movedTo({ address: away, links: 'tailscale' }, at(away)), null);
  t.equal(movedTo({ address: 'https://home.example/cam', links: 'fixed' }, at('https://home.example')), null);
  t.equal(
    movedTo({ address: 'https://192.168.1.20:8443', links: 'home' }, at('https://petcam.local:8443')),
    null,
    'at home a hub has several addresses',
  );
  for (const origin of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'])
    t.equal(movedTo({ address: away, links: 'tailscale' }, at(origin)), null, 'on the hub itself');
  t.equal(
    movedTo({ address: away, links: 'fixed' }, at('https://assistant.local', true)),
    null,
    'in a frame',
  );
});
