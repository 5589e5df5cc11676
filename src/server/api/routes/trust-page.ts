import { drawn, type TrustPicture } from './trust-pictures.js';
import { type TrustLanguage, type TrustWords, trustWords } from './trust-words.js';

/** Content of the page that explains how a device trusts the hub. */
export interface TrustPage {
  language: TrustLanguage;
  /** Where the hub is reached with TLS; null where that is not known. */
  secureOrigin: string | null;
  /** Fingerprint of the authority to trust, also in words; null when the owner's certificate is in use. */
  fingerprint: Fingerprint | null;
}

/** Fingerprint of the authority for people to compare. */
export interface Fingerprint {
  words: string;
  /** SHA-256 in hexadecimal, in pairs with colons. */
  hex: string;
}

/** The whole page. Everything that is not ours is escaped. */
export function renderTrustPage(page: TrustPage): string {
  const words = trustWords[page.language];
  const other = page.language === 'en' ? 'ko' : 'en';
  const body = page.fingerprint === null ? ownCertificate(words) : steps(words, page.fingerprint);
  const ways = page.secureOrigin === null ? '' : waysOn(words, page);
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title} · PetCam</title>
<link rel="stylesheet" href="/trust/page.css">
<script src="/trust/page.js" defer></script>
</head>
<body>
<main>
<p class="other"><a href="/trust?lang=${other}" id="other" hreflang="${other}" lang="${other}">${words.other}</a></p>
<h1>${words.title}</h1>
${ways}
${body}
</main>
</body>
</html>
`;
}

/** What the script shows as it learns whether the device trusts the hub; without scripts the way on alone. */
function waysOn(words: TrustWords, { secureOrigin, fingerprint }: TrustPage): string {
  const origin = `${escaped(secureOrigin ?? '')}/`;
  const open = `<p><a class="button" id="open" href="${origin}">${words.open}</a></p>`;
  if (fingerprint === null) return open;
  return `<div role="status"><p id="asking" hidden>${words.asking}</p><p id="unknown" class="lead" hidden>${words.unknown}</p><p id="known" class="lead" hidden>${words.known}</p></div>
${open}`;
}

function ownCertificate(words: TrustWords): string {
  return `<h2>${words.ownTitle}</h2>\n<p>${words.own}</p>`;
}

function steps(words: TrustWords, fingerprint: Fingerprint): string {
  const devices = words.devices.map(
    ({ id, name, steps: list, pictures }) =>
      `<details data-device="${id}"><summary>${name}</summary><ol>${list.map((step, index) => `<li>${marked(step)}${pictured(pictures?.[index])}</li>`).join('')}</ol></details>`,
  );
  return `<div id="steps">
<p class="lead">${words.lead}</p>
<h2>${words.compare}</h2>
<p class="words" lang="en" translate="no">${escaped(fingerprint.words)}</p>
<p>${marked(words.where)}</p>
<p>${words.fingerprint}</p>
<p class="fingerprint">${escaped(fingerprint.hex).replaceAll(':', ':<wbr>')}</p>
<p><a class="button" href="/trust/petcam-hub.crt">${words.download}</a><br><a href="/trust/petcam-hub.pem">${words.pem}</a></p>
<section id="this-device" hidden><h2>${words.thisDevice}</h2></section>
<section><h2 id="other-devices" hidden>${words.otherDevices}</h2>
${devices.join('\n')}</section>
<section id="without" hidden><h2>${words.without}</h2>
<p>${words.withoutPrice}</p>
<p><a id="go-without" href="#">${words.without}</a></p></section>
</div>
<h2>${words.meansTitle}</h2>
<ul>${words.means.map((line) => `<li>${marked(line)}</li>`).join('')}</ul>`;
}

const pictured = (picture?: TrustPicture) => (picture ? drawn(picture, escaped) : '');

const marked = (text: string) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}

/**
 * Asks the hub over TLS, again and again, without looking at the answer: that there is one tells that this device trusts
 * it. Who came from the front page or a QR code (`?open`) is taken on by itself, with the fragment that says where to.
 */
export const trustScript = `const at = (id) => document.getElementById(id);
const link = at('open');
const show = (id, is) => { if (at(id)) at(id).hidden = !is; };
const agent = navigator.userAgent;
const device = /iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1) ? 'apple'
  : /Firefox/.test(agent) ? 'other'
  : /Android/.test(agent) ? 'android' : /Macintosh/.test(agent) ? 'mac' : /Windows/.test(agent) ? 'windows' : 'other';
const mine = document.querySelector('[data-device="' + device + '"]');
if (mine) {
  mine.open = true;
  at('this-device').append(mine);
  show('this-device', true);
  show('other-devices', true);
}
at('other').search += location.search.includes('open') ? '&open' : '';
at('other').hash = location.hash;
if (link) {
  link.hash = location.hash;
  if (at('go-without')) at('go-without').href = link.href;
}
let trusted = false;
let timer;
async function ask() {
  try {
    await fetch(new URL('/trust/page.css', link.href), { mode: 'no-cors', cache: 'no-store' });
    trusted = true;
  } catch {}
  show('asking', false);
  show('unknown', !trusted);
  show('known', trusted);
  show('steps', !trusted);
  show('without', !trusted);
  link.hidden = !trusted;
  if (trusted && /[?&]open/.test(location.search)) location.replace(link.href);
  clearTimeout(timer);
  if (!trusted) timer = setTimeout(ask, 3000);
}
if (link && at('known') && location.protocol === 'http:') {
  link.hidden = true;
  show('asking', true);
  void ask();
  document.addEventListener('visibilitychange', () => { if (!trusted && !document.hidden) void ask(); });
}
`;

/** CSS of the page; it loads nothing else. */
export const trustStyle = `:root { color-scheme: light dark; --ground: #fbf9f6; --ink: #26221d; --soft: #6a6259; --card: #fff; --line: #e4ddd3; --accent: #8a4b14; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #171512; --ink: #f2ede6; --soft: #b3a99c; --card: #221f1b; --line: #3a352e; --accent: #f0b27a; --on-accent: #26180a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
.other { text-align: right; margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
[hidden] { display: none !important; }
a { color: var(--accent); }
.lead { font-size: 1.05rem; }
.fingerprint { font: 600 .95rem/1.6 ui-monospace, monospace; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; margin: .5rem 0; }
.words { font: 600 1.5rem/1.4 system-ui, sans-serif; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; margin: .5rem 0; }
.button { display: inline-block; background: var(--accent); color: var(--on-accent); text-decoration: none; font-weight: 600; border-radius: .75rem; padding: .75rem 1.25rem; margin: .25rem .75rem .25rem 0; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 0 1rem; margin: .5rem 0; }
summary { padding: .75rem 0; font-weight: 600; cursor: pointer; }
ol, ul { padding-left: 1.25rem; margin: 0 0 1rem; }
li { margin: .4rem 0; }
svg.picture { display: block; width: 16.25rem; max-width: 100%; height: auto; margin: .5rem 0 1rem; }
.picture text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.picture .strong { font-weight: 600; }
.picture .glass { fill: var(--ground); stroke: var(--line); }
.picture .row { fill: var(--card); stroke: var(--line); }
.picture .tap { stroke: var(--accent); stroke-width: 2; }
.picture .line { fill: none; stroke: var(--soft); stroke-width: 2; }
.picture .on { fill: var(--accent); }
.picture .knob { fill: var(--on-accent); }
.picture .finger { fill: var(--accent); fill-opacity: .25; stroke: var(--accent); }
code { font-family: ui-monospace, monospace; font-size: .95em; }
`;
