import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { chooseCut } from '../../src/select/cut.js';
import type { AnalysedFrame } from '../../src/select/features.js';
import { analyseFrame } from '../../src/vision/analyse.js';
import { createDetector } from '../../src/vision/detect.js';
import { createHeadFinder } from '../../src/vision/head.js';
import { findModel, openModel, readManifest } from '../../src/vision/manifest.js';

// Some fifty frames: seconds on an idle machine, more on a busy one.
t.setTimeout(600_000);

const bursts = new URL('../fixtures/bursts/', import.meta.url);

interface Label {
  id: string;
  best: number[];
  pet: boolean;
}

/** The hub's own models and code, in this process. */
async function openEyes() {
  const manifest = await readManifest(fileURLToPath(new URL('../../models', import.meta.url)));
  const open = (task: 'detect' | 'head') => openModel(manifest, findModel(manifest, task), 1);
  const detect = createDetector(findModel(manifest, 'detect'), await open('detect'));
  const findHead = createHeadFinder(findModel(manifest, 'head'), await open('head'));
  return (bytes: Uint8Array) => analyseFrame(bytes, { detect, findHead });
}

const labels: Label[] = JSON.parse(readFileSync(new URL('labels.json', bursts), 'utf8'));

t.test('picks a labelled best frame of every burst that ships with the hub', async (t) => {
  const look = await openEyes();
  for (const { id, best, pet } of labels) {
    const folder = new URL(`${id}/`, bursts);
    const frames: AnalysedFrame[] = [];
    for (const file of readdirSync(folder)) {
      const analysis = await look(readFileSync(new URL(file, folder)));
      frames.push({ index: Number.parseInt(file, 10), analysis });
    }
    const cut = chooseCut(frames);
    t.ok(best.includes(cut.chosen), `${id}: frame ${cut.chosen}, ${cut.summary.text}`);
    t.equal(cut.hasPet, pet, `${id}: a pet or none`);
    t.ok(
      cut.frames.every(({ reason }) => reason.text.length > 0),
      `${id}: a reason for every frame`,
    );
  }
});
