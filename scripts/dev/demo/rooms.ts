/** The rooms of the demo, drawn as SVG of 800 by 600; each has spots where an animal stands, or looks over an edge. */

/** A place for an animal: the middle of its ground, and how wide it is there, in pixels of the room. */
export interface Spot {
  kind: 'cat' | 'dog';
  x: number;
  y: number;
  width: number;
  mirrored: boolean;
}

/** One room with its places. */
export interface Room {
  svg: string;
  spots: Spot[];
}

const HORIZON = 392;

/** Boards that run to the middle of the horizon. */
function boards(light: string, dark: string): string {
  const lines = Array.from({ length: 23 }, (_, index) => (index - 11) * 130 + 400);
  const seams = lines.map(
    (x) => `<path d="M${400 + (x - 400) * 0.42} ${HORIZON}L${x} 600" stroke="${dark}"/>`,
  );
  return `<linearGradient id="floor" x2="0" y2="1"><stop stop-color="${dark}"/><stop offset=".35" stop-color="${light}"/></linearGradient>
    <rect y="${HORIZON}" width="800" height="208" fill="url(#floor)"/><g stroke-width="2" opacity=".55">${seams.join('')}</g>`;
}

function walls(top: string, bottom: string): string {
  return `<linearGradient id="wall" x2=".25" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>
    <rect width="800" height="${HORIZON}" fill="url(#wall)"/>
    <rect y="${HORIZON - 22}" width="800" height="22" fill="#f2efe8"/><path d="M0 ${HORIZON}H800" stroke="#6b5a48" stroke-width="3" opacity=".6"/>`;
}

const soft =
  '<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="14"/></filter>';

const shade = (x: number, y: number, rx: number, ry: number) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="#1d120a" opacity=".38" filter="url(#soft)"/>`;

const picture = (x: number, y: number, width: number, height: number, sky: string, hill: string) =>
  `<rect x="${x + 5}" y="${y + 9}" width="${width}" height="${height}" fill="#000" opacity=".22" filter="url(#soft)"/>
   <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#4b382a"/>
   <rect x="${x + 8}" y="${y + 8}" width="${width - 16}" height="${height - 16}" fill="#f6f1e6"/>
   <rect x="${x + 18}" y="${y + 18}" width="${width - 36}" height="${height - 36}" fill="${sky}"/>
   <path d="M${x + 18} ${y + height - 30}q${width / 4} -40 ${width / 2 - 18} -8t${width / 2 - 18} -14v34h-${width - 36}z" fill="${hill}"/>`;

const sofa = `${shade(560, 452, 250, 26)}
  <linearGradient id="back" x2="0" y2="1"><stop stop-color="#7d93a3"/><stop offset="1" stop-color="#5c7283"/></linearGradient>
  <rect x="350" y="236" width="420" height="170" rx="30" fill="url(#back)"/>
  <path d="M560 250v130" stroke="#4d6170" stroke-width="3" opacity=".6"/>
  <rect x="384" y="338" width="176" height="64" rx="18" fill="#8a9fae"/><rect x="562" y="338" width="176" height="64" rx="18" fill="#869baa"/>
  <rect x="326" y="292" width="62" height="150" rx="26" fill="#6d8496"/><rect x="734" y="292" width="62" height="150" rx="26" fill="#647a8b"/>
  <rect x="370" y="396" width="380" height="46" rx="10" fill="#64798a"/>
  <rect x="640" y="274" width="92" height="82" rx="20" fill="#d9a05b" transform="rotate(9 686 315)"/>
  <rect x="360" y="442" width="16" height="22" fill="#3a2a1e"/><rect x="744" y="442" width="16" height="22" fill="#3a2a1e"/>`;

const window_ = `<rect x="60" y="40" width="190" height="230" fill="#f7f4ec"/><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#b9d9ee"/><stop offset="1" stop-color="#e9f1ea"/></linearGradient>
  <rect x="72" y="52" width="166" height="206" fill="url(#sky)"/><path d="M72 236q40 -46 84 -20t82 -16v58h-166z" fill="#8fae84" opacity=".8"/>
  <path d="M155 52v206M72 150h166" stroke="#f7f4ec" stroke-width="9"/><rect x="48" y="268" width="214" height="14" fill="#efe9dd"/>
  <path d="M28 26q36 120 8 300h44q-6 -160 6 -300z" fill="#d8c7ad"/><path d="M284 26q-36 120 -8 300h-44q6 -160 -6 -300z" fill="#d3c1a6"/>
  <rect x="16" y="20" width="280" height="9" rx="4" fill="#6b5644"/>`;

const plant = `${shade(300, 446, 40, 9)}<g fill="#4f7a4b"><path d="M298 380q-70 -70 -58 -150q56 44 62 142z"/><path d="M302 380q70 -60 56 -146q-54 50 -60 140z" fill="#5f8a57"/><path d="M299 384q-30 -110 4 -176q30 80 2 176z" fill="#44693f"/></g>
  <path d="M266 380h70l-10 62h-50z" fill="#c07a52"/><rect x="262" y="372" width="78" height="16" rx="4" fill="#cb875e"/>`;

const rug = `<ellipse cx="430" cy="524" rx="330" ry="64" fill="#b8685a"/><ellipse cx="430" cy="524" rx="300" ry="54" fill="none" stroke="#e7cfae" stroke-width="7"/><ellipse cx="430" cy="524" rx="210" ry="36" fill="#a65a50"/>`;

/** Crate in the foreground, for a kitten to look over. */
const crate = (x: number, y: number, wood: string, dark: string) =>
  `${shade(x + 160, 588, 190, 18)}<rect x="${x}" y="${y}" width="320" height="${600 - y}" fill="${wood}"/>
   <path d="M${x} ${y + 52}h320M${x} ${y + 106}h320" stroke="${dark}" stroke-width="4"/><rect x="${x - 8}" y="${y}" width="336" height="9" fill="${dark}" opacity=".5"/>
   <rect x="${x + 8}" y="${y}" width="22" height="${600 - y}" fill="${dark}" opacity=".35"/><rect x="${x + 290}" y="${y}" width="22" height="${600 - y}" fill="${dark}" opacity=".35"/>`;

const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 800 600"><defs>${soft}</defs>${body}</svg>`;

/** Sofa, window, rug; the kitten's crate stands at the left. */
export const livingRoom: Room = {
  svg: svg(
    `${walls('#efe3cf', '#d9c7ab')}${boards('#b98b5c', '#7f5a39')}${window_}${picture(372, 62, 150, 116, '#dfe7e2', '#7c9a86')}${picture(556, 84, 96, 84, '#f0d9b8', '#c58a5a')}${sofa}${plant}${rug}${crate(24, 452, '#c49a63', '#8a6238')}`,
  ),
  spots: [
    { kind: 'cat', x: 150, y: 452, width: 205, mirrored: false },
    { kind: 'cat', x: 226, y: 452, width: 190, mirrored: true },
    { kind: 'cat', x: 182, y: 452, width: 220, mirrored: false },
    { kind: 'dog', x: 500, y: 548, width: 420, mirrored: false },
    { kind: 'dog', x: 560, y: 560, width: 450, mirrored: true },
    { kind: 'dog', x: 590, y: 534, width: 360, mirrored: false },
  ],
};

const door = `<rect x="548" y="44" width="190" height="350" fill="#f4f0e7"/><rect x="562" y="58" width="162" height="336" fill="#7a8f86"/>
  <rect x="584" y="84" width="118" height="96" fill="#bcd3dc"/><path d="M643 84v96" stroke="#7a8f86" stroke-width="6"/>
  <rect x="584" y="206" width="118" height="150" fill="#718680" stroke="#5f736c" stroke-width="3"/><circle cx="578" cy="226" r="7" fill="#d8bd77"/>`;

const coats = `<rect x="90" y="92" width="300" height="16" rx="4" fill="#8a6a48"/>
  <g><path d="M140 104q-34 60 -26 170h72q8 -110 -26 -170z" fill="#b4553f"/><path d="M236 104q-30 60 -26 150h66q4 -90 -22 -150z" fill="#3f5668"/><path d="M330 104q-16 40 -20 96h44q-2 -56 -16 -96z" fill="#d6ba6b"/></g>`;

const shoes = `${shade(430, 428, 46, 8)}<path d="M398 404q20 -4 30 8l22 6v10h-56z" fill="#4c3a30"/><path d="M446 408q18 -4 28 6l20 6v10h-50z" fill="#5b473a"/>`;

/** Door, coats, a mat; the kitten looks over the shoe box at the left. */
export const hall: Room = {
  svg: svg(
    `${walls('#d5ddd6', '#b4c2b9')}${boards('#8f7050', '#5e462f')}${door}${coats}${shoes}<ellipse cx="600" cy="520" rx="230" ry="48" fill="#6f7a58"/><ellipse cx="600" cy="520" rx="206" ry="40" fill="#7f8b66"/>${crate(70, 438, '#9c7a58', '#6a4c32')}`,
  ),
  spots: [
    { kind: 'cat', x: 200, y: 438, width: 210, mirrored: true },
    { kind: 'cat', x: 268, y: 438, width: 195, mirrored: false },
    { kind: 'dog', x: 570, y: 540, width: 400, mirrored: true },
    { kind: 'dog', x: 560, y: 556, width: 440, mirrored: false },
  ],
};

const fence = Array.from({ length: 21 }, (_, index) => index * 40)
  .map(
    (x) =>
      `<path d="M${x + 4} 396V188l16 -14 16 14v208z" fill="#a7865f"/><path d="M${x + 36} 188v208" stroke="#7d6244" stroke-width="2"/>`,
  )
  .join('');

/** Fence and lawn behind the house; the kitten looks over a log at the right. */
export const garden: Room = {
  svg: svg(
    `<linearGradient id="air" x2="0" y2="1"><stop stop-color="#a9cfea"/><stop offset="1" stop-color="#e4eee8"/></linearGradient><rect width="800" height="400" fill="url(#air)"/>
    <g fill="#6f8f62"><circle cx="90" cy="170" r="96"/><circle cx="200" cy="196" r="70" fill="#7f9d70"/><circle cx="690" cy="170" r="104" fill="#66875b"/></g>${fence}<rect y="236" width="800" height="14" fill="#8f7250"/>
    <linearGradient id="lawn" x2="0" y2="1"><stop stop-color="#6d8b4f"/><stop offset="1" stop-color="#8aa661"/></linearGradient><rect y="384" width="800" height="216" fill="url(#lawn)"/>
    <path d="M0 600V548q180 -26 380 -6t420 -8v66z" fill="#c9b79a"/>${crate(452, 470, '#a9825a', '#735536')}`,
  ),
  spots: [
    { kind: 'cat', x: 610, y: 470, width: 190, mirrored: true },
    { kind: 'dog', x: 290, y: 540, width: 380, mirrored: false },
  ],
};
