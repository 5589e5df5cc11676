/**
 * A garden as a vision process would see it: a cat walks through the picture, jumps once, and is nearest to the focus
 * in the middle. What is seen of a frame follows from its bytes and from where it is looked at, as it does in truth.
 */
import type { CoarseStats, Detection, Detections, FrameAnalysis } from '../../src/imaging/vision/types.js';
import type { TestVision } from './api/vision.js';
import { jpegOf } from './frames.js';

/** The frames that `sendBurst` sends: which one these bytes are. */
export function indexOf(bytes: Uint8Array): number {
  for (let index = 0; index < 64; index += 1) {
    if (Buffer.compare(bytes, jpegOf(index + 1, bytes.length)) === 0) return index;
  }
  throw new Error('no frame of a test burst');
}

/** Teaches `vision` to see it; `broken` says which frame of a burst cannot be decoded. */
export function seeGarden(vision: TestVision): void {
  vision.answers.coarseStats = (bytes) => coarseStatsOf(indexOf(bytes));
  vision.answers.detect = (bytes): Detections => ({ pets: [catIn(indexOf(bytes))], others: [], hint: null });
  vision.answers.analyse = (bytes, _signal, request) =>
    analysisOf(indexOf(bytes), (request as { box: Detection | null }).box);
}

function coarseStatsOf(index: number): CoarseStats {
  return {
    width: 800,
    height: 600,
    columns: 1,
    rows: 1,
    light: [120],
    detail: [6 + (index % 3) / 10],
    grain: 1,
    damage: { grade: 0, missing: 0 },
  };
}

function catIn(index: number): Detection {
  const x = index === 4 ? 480 : 100 + index * 12;
  return { label: 'cat', score: 0.5 + index / 50, x, y: 150, width: 200 + index, height: 180 };
}

function analysisOf(index: number, box: Detection | null): FrameAnalysis {
  const cat = catIn(index);
  const there = box !== null && Math.abs(box.x - cat.x) < 0.6 * box.width;
  const features = {
    headDetail: there ? 20 + index * 8 + (box.x % 1) : 0.1,
    headDetailMost: 70,
    headFine: 40,
    headCoarse: 400,
    subjectMean: 120,
    frameMean: 118,
    chromaNoise: 0.6,
    petScore: box?.score ?? 0,
    petOffset: 0.2,
    dog: -3,
    looked: 1 as const,
  };
  return { width: 800, height: 600, pets: box ? [box] : [], others: [], features };
}
