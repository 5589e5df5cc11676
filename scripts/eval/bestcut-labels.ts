import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One entry of labels.json. Frames that are neither best nor bad are fair; in a flat burst none is better. */
export interface Label {
  id: string;
  kind: string;
  best: number[];
  bad: number[];
  flat?: boolean;
  /** Clip or animal; where it is missing the id has it. */
  clip?: string;
}

/** Reads `labels.json` and says what is wrong with it. */
export function readLabels(folder: string): Label[] {
  const file = path.join(folder, 'labels.json');
  if (!existsSync(file)) throw new Error(`${file} is missing`);
  const labels = JSON.parse(readFileSync(file, 'utf8')) as Label[];
  const broken = labels.find(
    ({ id, kind, best, bad }) => !id || !kind || !Array.isArray(best) || !Array.isArray(bad),
  );
  if (broken) throw new Error(`${file}: an entry needs id, kind, best and bad: ${JSON.stringify(broken)}`);
  return labels;
}

/** A burst with the files of its frames, by their index, and the folder of the data that it is in. */
export interface Labelled {
  label: Label;
  set: string;
  files: string[];
}

/** Every burst of the folders. */
export function labelled(folders: readonly string[]): Labelled[] {
  const all = folders.flatMap((folder) =>
    readLabels(folder).map((label) => ({
      label,
      set: path.basename(folder),
      files: filesOf(path.join(folder, label.id)),
    })),
  );
  const twice = all.find(({ label }, i) => all.findIndex((other) => other.label.id === label.id) < i);
  if (twice) throw new Error(`two bursts have the id ${twice.label.id}`);
  return all;
}

function filesOf(folder: string): string[] {
  const files = readdirSync(folder).filter((file) => /^\d+\.jpg$/.test(file));
  return files.sort().map((file) => path.join(folder, file));
}

/**
 * Real bursts of one clip that follow each other, as one of at most `most` frames: longer ones than anybody has labelled.
 * The best and the bad frames are those of the bursts that it is made of. Bursts that have no others are left out.
 */
export function joined(all: readonly Labelled[], most: number): Labelled[] {
  const groups: Labelled[][] = [];
  for (const burst of all.filter(({ label }) => label.kind === 'real')) {
    const group = groups.at(-1);
    const frames = group?.reduce((sum, { files }) => sum + files.length, burst.files.length) ?? most + 1;
    const isNext = group?.[0] && clipOf(group[0].label) === clipOf(burst.label) && group[0].set === burst.set;
    if (group && isNext && frames <= most) group.push(burst);
    else groups.push([burst]);
  }
  return groups.filter(({ length }) => length > 1).map(joinedOf);
}

function joinedOf(bursts: readonly Labelled[]): Labelled {
  const [first] = bursts as [Labelled];
  const shifted = (of: (label: Label) => number[]) => {
    let before = 0;
    return bursts.flatMap(({ label, files }) => {
      const indices = of(label).map((index) => before + index);
      before += files.length;
      return indices;
    });
  };
  const label = {
    ...first.label,
    id: `${first.label.id} and ${bursts.length - 1} more`,
    clip: clipOf(first.label),
    best: shifted(({ best }) => best),
    bad: shifted(({ bad }) => bad),
    flat: bursts.every(({ label }) => label.flat ?? false),
  };
  return { label, set: first.set, files: bursts.flatMap(({ files }) => files) };
}

/** The clip or animal of a burst: as its label says, or what its id has, `syn_00_dog2_01` -> `dog2`. */
export function clipOf({ id, clip }: Label): string {
  return clip ?? id.replace(/^[a-z]+_(\d+_)?/, '').replace(/_?\d+$/, '');
}
