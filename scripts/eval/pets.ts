// npm run eval:pets: whether the pets of a household are told apart, on animals that nothing was trained on.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/core/errors.js';
import { CERTAINTY, type Certainty } from '../../src/store/reads/recognition.js';
import { burstPhotos, type Crop, lookAt, READERS, type Reader, singlePhotos } from './pets-crops.js';
import { answer, drawTrials, intervalsOf, type Shares, sharesOf } from './pets-trials.js';

const USAGE = `Usage: npm run eval:pets -- --bursts DIR [--photos DIR]... [OPTIONS]

Households of 2 to 4 animals are drawn from those with two bursts or more. Of each animal 3 photos are confirmed and one of
another burst is asked about, and one of an animal that does not live there. The background is hidden: what is outside the
ellipse in the detector's box is grey. The coats are those of pets-coats.tsv, written down by looking; clips of several
animals are left out.

  --bursts DIR      bursts with labels.json
  --photos DIR      single photos of individuals, named after them: all of them one household, 3 photos confirmed of each
  --species NAME    households of cats, or of dogs, alone
  --households N    (2000)
  --seed N          (1)
  --fit             look for the certainty at which at most 3 of 100 names are wrong, instead of the hub's own
  --cache FILE      keeps what crops look like; remove it when the reader changes
  --help            print this

Ranges are 95%, by drawing the animals anew. The last line is the result as one line of JSON.`;

const here = path.dirname(fileURLToPath(import.meta.url));
const models = path.join(here, '../../models');

/** Coats by animal; those with several animals have none. */
function readCoats(): Map<string, string> {
  const lines = readFileSync(path.join(here, 'pets-coats.tsv'), 'utf8').trim().split('\n').slice(1);
  return new Map(
    lines.map((line) => line.split('\t')).map(([animal, coat]) => [animal as string, coat as string]),
  );
}

const NAMES: Record<keyof Shares, string> = {
  answered: 'answered with a name',
  wrong: 'wrong name',
  differentRight: 'right, other coats, of those answered',
  sameRight: 'right, same coat, of those answered',
  sameAnswered: 'answered, same coat',
  strangerUnknown: 'stranger not named',
  strangerOtherCoatUnknown: 'stranger of another coat not named',
  wrongOfAll: 'wrong name, strangers too',
};

/** Certainty at which the most questions are answered with at most `most` of all names wrong. */
function fitted(trials: Parameters<typeof answer>[0], most: number): Certainty {
  let best: { certainty: Certainty; answered: number } | null = null;
  for (let sure = 0.1; sure < 0.96; sure += 0.05) {
    for (let apart = 0; apart < 0.61; apart += 0.04) {
      const certainty = { sure, apart, likely: 0 };
      const { answered, wrong, strangerUnknown } = sharesOf(answer(trials, certainty));
      if (answered === null || wrong === null || wrong > most || (strangerUnknown ?? 1) < 0.9) continue;
      if (!best || answered > best.answered) best = { certainty, answered };
    }
  }
  return best?.certainty ?? { sure: 0.99, apart: 0.5, likely: 0 };
}

function report(
  title: string,
  crops: readonly Crop[],
  reader: Reader,
  coats: Map<string, string>,
  { fit, ...draw }: { households: number; seed: number; fit: boolean; together?: boolean },
) {
  const trials = drawTrials(crops, reader, (animal) => coats.get(animal) ?? animal, draw);
  const certainty = fit || reader === 'histogram' ? fitted(trials, 0.03) : CERTAINTY;
  const answers = answer(trials, certainty);
  const shares = sharesOf(answers);
  const ranges = intervalsOf(answers, draw.seed);
  console.log(
    `\n${title}, ${reader}: sure ${certainty.sure.toFixed(2)}, apart ${certainty.apart.toFixed(2)}`,
  );
  for (const [name, share] of Object.entries(shares) as [keyof Shares, number | null][]) {
    const [low, high] = ranges[name];
    const percent = (value: number | null) => (value === null ? 'none' : `${(100 * value).toFixed(1)}%`);
    console.log(
      `  ${NAMES[name].padEnd(40)} ${percent(share).padStart(7)}  (${percent(low)} to ${percent(high)})`,
    );
  }
  return { reader, certainty, shares, ranges };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      bursts: { type: 'string' },
      photos: { type: 'string', multiple: true, default: [] },
      species: { type: 'string' },
      households: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      fit: { type: 'boolean', default: false },
      cache: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || !values.bursts) return console.log(USAGE);
  const coats = readCoats();
  const photos = [...burstPhotos(values.bursts), ...singlePhotos(values.photos)];
  const { crops, times } = await lookAt(photos, models, values.cache, (done, of) =>
    process.stderr.write(`\r${done} of ${of} `),
  );
  const singles = new Set(singlePhotos(values.photos).map(({ file }) => file));
  const known = crops.filter(({ animal }) => coats.get(animal) !== 'several');
  const ofSpecies = known.filter(({ species }) => !values.species || species === values.species);
  const inBursts = ofSpecies.filter(({ file }) => !singles.has(file));
  const often = inBursts.filter(
    ({ animal }) =>
      new Set(inBursts.filter((crop) => crop.animal === animal).map(({ burst }) => burst)).size > 1,
  );
  const options = { households: Number(values.households), seed: Number(values.seed), fit: values.fit };
  console.log(`${often.length} crops of ${new Set(often.map(({ animal }) => animal)).size} animals`);
  const results = READERS.map((reader) => report('households', often, reader, coats, options));
  const alone = ofSpecies.filter(({ file }) => singles.has(file));
  const together = { ...options, together: true };
  const ofPhotos = READERS.flatMap((reader) =>
    alone.length === 0 ? [] : [report('one household of single photos', alone, reader, coats, together)],
  );
  const sorted = [...times].sort((a, b) => a - b);
  const medianMs = sorted[Math.floor(sorted.length / 2)] ?? null;
  console.log(`\nmilliseconds a crop: median ${medianMs?.toFixed(1)}`);
  console.log(JSON.stringify({ results, together: ofPhotos, medianMs }));
}

await main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
