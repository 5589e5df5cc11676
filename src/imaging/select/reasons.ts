import { isBlack, isWhite } from './certainty.js';
import { claimsOf } from './claims.js';
import type { Candidate } from './cut.js';
import { type AnalysedFrame, damageCost, damageIn, feature } from './features.js';
import type { Gate } from './gates.js';
import type { Term } from './quality.js';
import { type BurstView, FACELESS } from './signals.js';
import type { Reason } from './types.js';

/** The English sentence of every code; the web app has its own for each language. */
const ENGLISH = {
  'chosen-only': () => 'chosen: the only frame',
  'chosen-only-sound': ({ of }: Reason['params']) => `chosen: the only good one of ${of}`,
  'chosen-only-pet': ({ of, pet }: Reason['params']) => `chosen: the only one of ${of} that shows the ${pet}`,
  'chosen-sharpest': ({ of, pet, whole }: Reason['params']) =>
    `chosen: sharpest of ${of}${inView(pet, whole)}`,
  'chosen-face': ({ of, pet, whole }: Reason['params']) =>
    `chosen: faces the camera most of ${of}, and is sharp${inView(pet, whole)}`,
  'chosen-best': ({ of, pet, whole }: Reason['params']) => `chosen: best of ${of}${inView(pet, whole)}`,
  'chosen-sharpest-scene': ({ of }: Reason['params']) => `chosen: sharpest of ${of}; no pet was found`,
  'all-dark': ({ of }: Reason['params']) => `${allOf(of)} too dark to show anything`,
  'all-bright': ({ of }: Reason['params']) => `${allOf(of)} too bright to show anything`,
  'all-same': ({ of }: Reason['params']) => `${allOf(of)} the same picture`,
  'no-pet': () => 'no pet found',
  'too-dark': () => 'too dark',
  'too-bright': () => 'too bright',
  noisy: () => 'grainy',
  duplicate: ({ of }: Reason['params']) => `the same picture as frame ${Number(of) + 1}`,
  damaged: () => 'a part of the picture is missing or wrong',
  flawed: () => 'damaged on the way',
  'cut-by-edge': () => 'cut by the edge',
  moved: () => 'moved',
  'less-sharp': () => 'less sharp than the chosen one',
  'out-of-focus': () => 'out of focus',
  'looking-away': () => 'looking away',
  'less-face': () => 'shows less of the face',
  'less-plain': () => 'shows the pet less plainly',
  darker: () => 'darker than the others',
  brighter: () => 'brighter than the others',
  grainier: () => 'grainier than the others',
  'close-second': () => 'almost as good as the chosen one',
} satisfies Record<string, (params: Reason['params']) => string>;

/** Codes of the reasons that a frame can have for its rank. */
export type ReasonCode = keyof typeof ENGLISH;

/** Codes of photos that show nothing at all. */
export const BLANK_CODES: ReadonlySet<string> = new Set<ReasonCode>(['all-dark', 'all-bright']);

/** Every code a reason can have. */
export const REASON_CODES = Object.keys(ENGLISH) as readonly ReasonCode[];

/** The English sentence for a reason that the hub gives. */
export function englishFor(code: ReasonCode, params: Reason['params']): string {
  return (ENGLISH[code] as (params: Reason['params']) => string)(params);
}

/** A reason that names the animal, with the kind that is shown; a pet where that is neither cat nor dog. */
export function withKind(reason: Reason, kind: string | null): Reason {
  if (reason.params['pet'] === undefined) return reason;
  const pet = kind === 'cat' || kind === 'dog' ? kind : 'pet';
  const params = { ...reason.params, pet };
  const known = REASON_CODES.find((code) => code === reason.code);
  return { ...reason, params, text: known ? englishFor(known, params) : reason.text };
}

function reason(code: ReasonCode, params: Reason['params'] = {}): Reason {
  return { code, params, text: englishFor(code, params) };
}

function allOf(of: unknown): string {
  if (of === 1) return 'the only frame is';
  return of === 2 ? 'both frames are' : `all ${of} frames are`;
}

function inView(pet: unknown, whole: unknown): string {
  return whole === 'yes' ? ` with the whole ${pet} in view` : '';
}

/** Octaves of worth below which two frames are as good as each other. */
const CLOSE = 0.35;
/** Octaves that sharpness must be behind to be called out of focus. */
const FAR = 3;

/** Why each of the ranked frames has its place, and why the first was chosen among `of` frames. */
export function reasonsOf(
  ranked: readonly Candidate[],
  view: BurstView,
  of: number,
): { summary: Reason; reasons: Reason[] } {
  const chosen = ranked[0] as Candidate;
  const summary = whyChosen(chosen, ranked.slice(1), view, of);
  return { summary, reasons: [summary, ...ranked.slice(1).map((other) => whyNot(other, chosen, ranked))] };
}

function whyChosen(chosen: Candidate, others: readonly Candidate[], view: BurstView, of: number): Reason {
  const claims = claimsOf(chosen.signals, view);
  const pet = claims.pet ?? 'pet';
  const seen = { of, pet, face: claims.facing ? 'yes' : 'no' };
  const all = others.length + 1 === of;
  const ranked = [chosen, ...others];
  if (ranked.every(({ signals }) => isBlack(signals.frame))) return reason('all-dark', { of });
  if (ranked.every(({ signals }) => isWhite(signals.frame))) return reason('all-bright', { of });
  if (of === 1) return reason('chosen-only', view.hasPet ? seen : {});
  if (all && others.every(({ content }) => content === chosen.content)) return reason('all-same', { of });
  if (!view.hasPet) return reason('chosen-sharpest-scene', { of });
  if (all && others.every(({ signals }) => !signals.pet)) return reason('chosen-only-pet', seen);
  if (chosen.gates.length === 0 && others.length > 0 && others.every(({ gates }) => gates.length > 0)) {
    return reason('chosen-only-sound', seen);
  }
  const params = { ...seen, whole: claims.whole ? 'yes' : 'no' };
  const rivals = others.filter(({ gates }) => gates.length === 0);
  const leads = (value: (candidate: Candidate) => number) =>
    rivals.every((rival) => value(chosen) >= value(rival));
  if (leads(({ quality }) => quality.sharpness + quality.motion)) return reason('chosen-sharpest', params);
  if (claims.facing && leads(({ quality }) => quality.face)) {
    return reason('chosen-face', params);
  }
  return reason('chosen-best', params);
}

const GATE_ORDER: readonly Gate[] = ['no-pet', 'duplicate', 'damaged', 'too-dark', 'too-bright', 'noisy'];

function whyNot(other: Candidate, chosen: Candidate, ranked: readonly Candidate[]): Reason {
  const gate = GATE_ORDER.find((name) => other.gates.includes(name));
  if (gate === 'duplicate') return reason(gate, { of: twinOf(other, ranked) });
  if (gate) return reason(gate);
  if (chosen.worth - other.worth < CLOSE) return reason('close-second');
  const terms = Object.keys(chosen.quality) as Term[];
  const loss = (term: Term) => chosen.quality[term] - other.quality[term];
  const worst = terms.reduce((a, b) => (loss(b) > loss(a) ? b : a));
  return reason(codeFor(worst, other, loss));
}

/** A cause in words: which term cost most, and how much. */
function codeFor(worst: Term, { signals }: Candidate, loss: (term: Term) => number): ReasonCode {
  if (worst === 'damage') return 'flawed';
  if (worst === 'wholeness') return 'cut-by-edge';
  if (worst === 'noise') return 'grainier';
  if (worst === 'exposure') return signals.dim + signals.afarDim > 0 ? 'darker' : 'brighter';
  if (worst === 'presence') return 'less-plain';
  if (worst === 'face') return signals.face <= FACELESS / 2 ? 'looking-away' : 'less-face';
  if (worst === 'motion' || loss('motion') > CLOSE) return 'moved';
  return loss('sharpness') > FAR ? 'out-of-focus' : 'less-sharp';
}

function twinOf(other: Candidate, ranked: readonly Candidate[]): number {
  const twins = ranked.filter(({ content }) => content === other.content).map(({ index }) => index);
  return Math.min(...twins);
}

/** Octaves of the first look's detail behind which a frame is called out of focus. */
const FAR_FROM_AFAR = 1.5;

/** Why a frame was not worth a closer look. */
export function whyLeftOut(frame: AnalysedFrame): Reason {
  const sharpness = -feature(frame, 'glanceSharpness');
  const damage = damageIn(frame);
  const causes: [ReasonCode, number][] = [
    [sharpness > FAR_FROM_AFAR ? 'out-of-focus' : 'less-sharp', 2 * sharpness],
    ['grainier', 1.6 * feature(frame, 'glanceGrain')],
    ['darker', 5 * feature(frame, 'glanceDim')],
    ['brighter', 6 * feature(frame, 'glanceBright')],
    [damage.grade === 2 ? 'damaged' : 'flawed', damageCost(damage)],
  ];
  return reason(causes.reduce((worst, cause) => (cause[1] > worst[1] ? cause : worst))[0]);
}
