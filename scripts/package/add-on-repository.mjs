// The repository that people add to Home Assistant: the add-on with the address of its published image.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { notesOf } from './release-notes.mjs';

const HELP = `node scripts/package/add-on-repository.mjs --image IMAGE [OPTIONS]

Writes a folder that is, committed and pushed, a repository of add-ons for Home Assistant. The sources name no image that
can be fetched, because who publishes one decides where; IMAGE is the one made of scripts/package/home-assistant.

  --image IMAGE   without tag, as in registry.example/someone/home-assistant; its tag is the version
  --url URL       page of the project, shown by Home Assistant
  --out DIR       the folder (default: dist-add-on)
  --help          this text`;

/** Two segments or more: what Home Assistant takes for the name of an image. */
const IMAGE = /^(?:[a-zA-Z\d.:-]+\/)*[\w-]+\/[\w-]+$/;

const { values: options } = parseArgs({
  options: {
    image: { type: 'string' },
    url: { type: 'string' },
    out: { type: 'string', default: 'dist-add-on' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help || options.image === undefined) {
  (options.help ? console.log : console.error)(HELP);
  process.exit(options.help ? 0 : 2);
}
if (!IMAGE.test(options.image)) {
  console.error(`add-on-repository.mjs: ${options.image} is no name of an image without a tag`);
  process.exit(2);
}

const root = path.join(import.meta.dirname, '..', '..');
const source = path.join(import.meta.dirname, 'home-assistant');
const target = path.join(options.out, 'petcam-hub');
const { version } = json(path.join(root, 'package.json'));
const link = options.url === undefined ? {} : { url: options.url };
mkdirSync(path.join(target, 'translations'), { recursive: true });
write(path.join(options.out, 'repository.json'), { ...json(path.join(root, 'repository.json')), ...link });
write(path.join(target, 'config.json'), {
  ...json(path.join(source, 'config.json')),
  version,
  image: options.image,
  ...link,
});
for (const file of ['README.md', 'DOCS.md', 'icon.png', 'translations/en.json', 'translations/ko.json'])
  cpSync(path.join(source, file), path.join(target, file));
const notes = notesOf(readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8'), version);
if (notes !== null) writeFileSync(path.join(target, 'CHANGELOG.md'), `## ${version}\n\n${notes}\n`);

function json(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function write(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
