/** Drawings of what a phone shows at each step of trusting the hub: our own, in a few lines, with a ring where to tap. */

/** A list of settings, or a question, as a phone shows it. */
export type TrustPicture =
  | {
      kind: 'list';
      title: string;
      /** The title is what was typed into the search of the settings. */
      search?: true;
      /** The first one is tapped. */
      rows: string[];
      /** The row is tapped at its switch. */
      toggle?: true;
    }
  | {
      kind: 'ask';
      text: string;
      /** The second one is tapped. */
      buttons: [string, string];
    };

const WIDTH = 260;
const ROW = 34;

/** SVG of a picture, with colours by the classes of the page; the step beside it says the same in words. */
export function drawn(picture: TrustPicture, escaped: (text: string) => string): string {
  const [height, content] = picture.kind === 'list' ? list(picture, escaped) : ask(picture, escaped);
  return `<svg class="picture" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" aria-hidden="true"><rect class="glass" x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="16"/>${content}</svg>`;
}

type Drawing = [height: number, content: string];
type Escape = (text: string) => string;

function list(picture: Extract<TrustPicture, { kind: 'list' }>, escaped: Escape): Drawing {
  const { title, search, rows, toggle } = picture;
  const field = search
    ? '<rect class="row" x="12" y="10" width="236" height="28" rx="14"/><circle class="line" cx="28" cy="23" r="5"/><path class="line" d="m32 27 4 4"/>'
    : '';
  const head = `${field}<text class="strong" x="${search ? 44 : 16}" y="29">${escaped(title)}</text>`;
  const lines = rows.map((row, index) => {
    const y = 46 + index * ROW;
    const end = index > 0 ? '' : toggle ? switchAt(y) : ring(234, y + 14);
    const shape = `<rect class="${index === 0 ? 'row tap' : 'row'}" x="12" y="${y}" width="236" height="28" rx="8"/>`;
    return `${shape}<text x="24" y="${y + 19}">${escaped(row)}</text>${end}`;
  });
  return [46 + rows.length * ROW + 6, head + lines.join('')];
}

function ask({ text, buttons }: Extract<TrustPicture, { kind: 'ask' }>, escaped: Escape): Drawing {
  const [no, yes] = buttons.map(escaped);
  const question = `<text class="strong" x="130" y="34" text-anchor="middle">${escaped(text)}</text>`;
  const left = `<rect class="row" x="12" y="54" width="114" height="32" rx="8"/><text x="69" y="75" text-anchor="middle">${no}</text>`;
  const right = `<rect class="row tap" x="134" y="54" width="114" height="32" rx="8"/><text x="191" y="75" text-anchor="middle">${yes}</text>`;
  return [100, question + left + right + ring(236, 86)];
}

const switchAt = (y: number) =>
  `<rect class="on" x="206" y="${y + 5}" width="32" height="18" rx="9"/><circle class="knob" cx="229" cy="${y + 14}" r="7"/>${ring(222, y + 14)}`;

/** The place of the finger. */
const ring = (x: number, y: number) => `<circle class="finger" cx="${x}" cy="${y}" r="11"/>`;
