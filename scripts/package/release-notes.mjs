// The notes of one release, out of CHANGELOG.md.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `node scripts/package/release-notes.mjs VERSION

Prints the section of CHANGELOG.md for VERSION, without its heading. A version that has none is an error, so that
nothing is released without a word.

  --help   this text`;

/** The text below `## [VERSION]`, down to the next heading of its kind; null when there is none or it is empty. */
export function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const notes = section?.slice(section.indexOf('\n')).trim();
  return notes ? notes : null;
}

if (import.meta.filename === process.argv[1]) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  const [version] = positionals;
  if (values.help || version === undefined) {
    (values.help ? console.log : console.error)(HELP);
    process.exit(values.help ? 0 : 2);
  }
  const file = path.join(import.meta.dirname, '..', '..', 'CHANGELOG.md');
  const notes = notesOf(readFileSync(file, 'utf8'), version);
  if (notes === null) {
    console.error(`petcam-hub: CHANGELOG.md has no section [${version}]: what is in this release?`);
    process.exit(1);
  }
  console.log(notes);
}
