import { type TrustLanguage, type TrustWords, trustWords } from './trust-words.js';

/** Content of the page that explains how a device trusts the hub. */
export interface TrustPage {
  language: TrustLanguage;
  /** Where the hub is reached with TLS; null where that is not known. */
  secureOrigin: string | null;
  /** Fingerprint of the authority to trust; null when the owner's certificate is in use. */
  fingerprint: string | null;
}

/** The whole page. Everything that is not ours is escaped. */
export function renderTrustPage(page: TrustPage): string {
  const words = trustWords[page.language];
  const other = page.language === 'en' ? 'ko' : 'en';
  const body = page.fingerprint === null ? ownCertificate(words) : steps(words, page.fingerprint);
  const link = page.secureOrigin
    ? `<p><a class="button" id="open" href="${escaped(page.secureOrigin)}/">${words.open}</a></p><p id="known" hidden>${words.known}</p>`
    : '';
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
<p class="other"><a href="/trust?lang=${other}" hreflang="${other}" lang="${other}">${words.other}</a></p>
<h1>${words.title}</h1>
${body}
${link}
</main>
</body>
</html>
`;
}

function ownCertificate(words: TrustWords): string {
  return `<h2>${words.ownTitle}</h2>\n<p>${words.own}</p>`;
}

function steps(words: TrustWords, fingerprint: string): string {
  const devices = words.devices.map(
    ({ name, steps: list }) =>
      `<details><summary>${name}</summary><ol>${list.map((step) => `<li>${marked(step)}</li>`).join('')}</ol></details>`,
  );
  return `<p class="lead">${words.lead}</p>
<h2>${words.compare}</h2>
<p>${words.fingerprint}</p>
<p class="fingerprint">${escaped(fingerprint).replaceAll(':', ':<wbr>')}</p>
<p>${marked(words.where)}</p>
<p><a class="button" href="/trust/petcam-hub.crt">${words.download}</a><br><a href="/trust/petcam-hub.pem">${words.pem}</a></p>
${devices.join('\n')}
<h2>${words.meansTitle}</h2>
<ul>${words.means.map((line) => `<li>${marked(line)}</li>`).join('')}</ul>`;
}

const marked = (text: string) => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}

/**
 * Asks the hub over TLS without looking at the answer: that there is one tells that this device trusts it. Who came
 * from the front page is taken along.
 */
export const trustScript = `const link = document.getElementById('open');
const known = document.getElementById('known');
if (link && location.protocol === 'http:') {
  fetch(new URL('/trust/page.css', link.href), { mode: 'no-cors', cache: 'no-store' }).then(
    () => {
      known.hidden = false;
      if (location.search === '?open') location.replace(link.href);
    },
    () => {},
  );
}
`;

/** CSS of the page; it loads nothing else. */
export const trustStyle = `:root { color-scheme: light dark; --ground: #fbf9f6; --ink: #26221d; --soft: #6a6259; --card: #fff; --line: #e4ddd3; --accent: #8a4b14; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #171512; --ink: #f2ede6; --soft: #b3a99c; --card: #221f1b; --line: #3a352e; --accent: #f0b27a; --on-accent: #26180a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
.other { text-align: right; margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: var(--accent); }
.lead { font-size: 1.05rem; }
.fingerprint { font: 600 .95rem/1.6 ui-monospace, monospace; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; margin: .5rem 0; }
.button { display: inline-block; background: var(--accent); color: var(--on-accent); text-decoration: none; font-weight: 600; border-radius: .75rem; padding: .75rem 1.25rem; margin: .25rem .75rem .25rem 0; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 0 1rem; margin: .5rem 0; }
summary { padding: .75rem 0; font-weight: 600; cursor: pointer; }
ol, ul { padding-left: 1.25rem; margin: 0 0 1rem; }
li { margin: .4rem 0; }
code { font-family: ui-monospace, monospace; font-size: .95em; }
`;
