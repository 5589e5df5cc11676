/** Questions about pets of drawn households, and how they were answered. */
import { type Certainty, type KnownLook, recognise } from '../../src/store/reads/recognition.js';
import { generator } from './bestcut-scores.js';
import type { Crop, Reader } from './pets-crops.js';

/** What one question was about. */
export interface Trial {
  /** Animal on the photo, by which trials are drawn again for an interval. */
  animal: string;
  /** Number of the question's member in the household; null for a pet that does not live there. */
  who: number | null;
  /** A member has the coat of the animal on the photo: another one, where it lives there. */
  sameCoat: boolean;
  appearance: Float32Array;
  known: KnownLook[];
  members: number;
}

/** Photos of each pet that the owner has confirmed. */
const CONFIRMED = 3;

/**
 * Draws households of 2 to 4 animals, and one question about each member and one stranger; `together` are all of them one
 * household, without a stranger.
 */
export function drawTrials(
  crops: readonly Crop[],
  reader: Reader,
  coatOf: (animal: string) => string,
  { households, seed, together = false }: { households: number; seed: number; together?: boolean },
): Trial[] {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const byAnimal = groupsOf(crops);
  const animals = [...byAnimal.keys()].sort();
  const look = ({ looks }: Crop) => Float32Array.from(looks[reader]);
  const trials: Trial[] = [];
  for (let household = 0; household < households; household++) {
    const drawn = shuffled(animals, random).slice(0, 3 + Math.floor(random() * 3));
    const [stranger, ...others] = drawn as [string, ...string[]];
    const members = together ? animals : others;
    const split = members.map((animal) => splitBursts(byAnimal.get(animal) as Crop[], random));
    const known = split.flatMap(({ confirmed }, pet) =>
      shuffled(confirmed, random)
        .slice(0, CONFIRMED)
        .map((crop) => ({ pet, appearance: look(crop) })),
    );
    const ask = (animal: string, who: number | null, crop: Crop) => {
      const rest = members.filter((_, at) => at !== who);
      const sameCoat = rest.some((other) => coatOf(other) === coatOf(animal));
      trials.push({ animal, who, sameCoat, appearance: look(crop), known, members: members.length });
    };
    for (const [who, animal] of members.entries()) ask(animal, who, pick(split[who]?.asked as Crop[]));
    if (!together) ask(stranger, null, pick(byAnimal.get(stranger) as Crop[]));
  }
  return trials;
}

function groupsOf<T extends { animal: string }>(list: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(one.animal, [...(groups.get(one.animal) ?? []), one]);
  return groups;
}

/** The photos of one burst are asked about, those of the others are confirmed. */
function splitBursts(crops: readonly Crop[], random: () => number): { confirmed: Crop[]; asked: Crop[] } {
  const bursts = [...new Set(crops.map(({ burst }) => burst))];
  const asked = bursts[Math.floor(random() * bursts.length)];
  return {
    confirmed: crops.filter(({ burst }) => burst !== asked),
    asked: crops.filter(({ burst }) => burst === asked),
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const left = [...list];
  for (let at = left.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [left[at], left[other]] = [left[other] as T, left[at] as T];
  }
  return left;
}

/** How a question was answered. */
export interface Answered extends Trial {
  named: number | null;
}

/** Answers every question. */
export function answer(trials: readonly Trial[], certainty?: Certainty): Answered[] {
  return trials.map((trial) => {
    const candidates = Array.from({ length: trial.members }, (_, at) => at);
    return { ...trial, named: recognise(trial.appearance, trial.known, { candidates }, certainty).pet };
  });
}

/** Shares that the bars are about; each null without such a question. */
export interface Shares {
  /** Questions about members that were answered with a name. */
  answered: number | null;
  /** Of those about members: answered with a wrong name. */
  wrong: number | null;
  /** Of those answered about members whose coat no other member has: right. */
  differentRight: number | null;
  /** Of those answered about members with whom another shares the coat: right. */
  sameRight: number | null;
  /** Of those with whom another shares the coat: answered. */
  sameAnswered: number | null;
  /** Strangers that were not named. */
  strangerUnknown: number | null;
  /** Strangers whose coat no member has that were not named. */
  strangerOtherCoatUnknown: number | null;
  /** All questions, those about strangers too: answered with a wrong name. */
  wrongOfAll: number | null;
}

/** Counts the answers; every animal counts the same, however many photos there are of it. */
export function sharesOf(answers: readonly Answered[]): Shares {
  const members = answers.filter(({ who }) => who !== null);
  const strangers = answers.filter(({ who }) => who === null);
  const named = members.filter((one) => one.named !== null);
  const same = members.filter(({ sameCoat }) => sameCoat);
  const isRight = ({ who, named: name }: Answered) => who === name;
  const isUnknown = ({ named: name }: Answered) => name === null;
  return {
    answered: part(members, ({ named: name }) => name !== null),
    wrong: part(members, (one) => one.named !== null && !isRight(one)),
    differentRight: part(
      named.filter(({ sameCoat }) => !sameCoat),
      isRight,
    ),
    sameRight: part(
      named.filter(({ sameCoat }) => sameCoat),
      isRight,
    ),
    sameAnswered: part(same, ({ named: name }) => name !== null),
    strangerUnknown: part(strangers, isUnknown),
    strangerOtherCoatUnknown: part(
      strangers.filter(({ sameCoat }) => !sameCoat),
      isUnknown,
    ),
    wrongOfAll: part(answers, (one) => one.named !== null && !isRight(one)),
  };
}

function part(answers: readonly Answered[], holds: (one: Answered) => boolean): number | null {
  if (answers.length === 0) return null;
  return answers.filter(holds).length / answers.length;
}

const RESAMPLES = 400;

/** 95% intervals of the shares, by drawing the animals anew (bootstrap over animals). */
export function intervalsOf(
  answers: readonly Answered[],
  seed: number,
): Record<keyof Shares, [number, number]> {
  const random = generator(seed);
  const groups = [...groupsOf(answers).values()];
  const draws = Array.from({ length: RESAMPLES }, () =>
    sharesOf(groups.flatMap(() => groups[Math.floor(random() * groups.length)] as Answered[])),
  );
  const names = Object.keys(sharesOf(answers)) as (keyof Shares)[];
  const range = (name: keyof Shares): [number, number] => {
    const values = draws.map((draw) => draw[name]).filter((value) => value !== null);
    values.sort((a, b) => a - b);
    const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? Number.NaN;
    return [at(0.025), at(0.975)];
  };
  return Object.fromEntries(names.map((name) => [name, range(name)])) as Record<
    keyof Shares,
    [number, number]
  >;
}
