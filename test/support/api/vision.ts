import type { Spool, SpooledBytes } from '../../../src/core/spool.js';
import type {
  CloseAnalysis,
  CoarseStats,
  Detections,
  Vision,
  VisionTask,
} from '../../../src/imaging/vision/types.js';
import { analysisOf, imageOf } from '../store.js';

type Answer = (
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
  request?: object,
  onProgress?: (done: number) => void,
) => unknown;

async function inMemory(bytes: Uint8Array | SpooledBytes): Promise<Uint8Array> {
  if (bytes instanceof Uint8Array) return bytes;
  const read = new Uint8Array(bytes.byteLength);
  await bytes.read(read, 0);
  return read;
}

/** The same answer with its byte arrays in a file. */
async function inFile(answer: unknown, spool: Spool): Promise<unknown> {
  if (answer instanceof Uint8Array) {
    await spool.append(answer);
    return spool.part(spool.end - answer.length, answer.length);
  }
  if (typeof answer !== 'object' || answer === null) return answer;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(answer)) entries.push([key, await inFile(value, spool)]);
  return Object.fromEntries(entries);
}

/**
 * Stands in for the vision process, which has tests of its own: answers at once, or as the test says. `asked` lists
 * what it was asked, in order.
 */
export class TestVision implements Vision {
  readonly asked: { task: VisionTask; bytes: Uint8Array; request: object }[] = [];
  readonly answers: Record<VisionTask, Answer> = {
    contents: (_bytes, _signal, request) => ({
      contents: (request as { boxes: object[] }).boxes.map(() => new Array(256).fill(0)),
    }),
    appearances: (_bytes, _signal, request) => ({
      appearances: (request as { boxes: object[] }).boxes.map(() => [1, 0]),
    }),
    motionCells: () => ({ width: 640, height: 480, cells: new Array(192).fill(100) }),
    coarseStats: (): CoarseStats => ({
      width: 800,
      height: 600,
      columns: 1,
      rows: 1,
      light: [120],
      detail: [5],
      grain: 1,
      damage: { grade: 0, missing: 0 },
    }),
    detect: (): Detections => ({ pets: [], others: [], hint: null }),
    analyse: (bytes): CloseAnalysis => analysisOf({ features: { headDetail: bytes.length } }),
    thumbnails: (bytes) => ({ small: imageOf(bytes[8] ?? 0), large: imageOf((bytes[8] ?? 0) + 100) }),
    noticePicture: (bytes) => imageOf(bytes[8] ?? 0),
    upscale: (bytes) => ({ image: imageOf(bytes.length, 'image/jpeg'), model: 'test-x2', scale: 2 }),
    film: () => ({ bytes: new Uint8Array([9, 9]), mime: 'video/mp4', width: 1080, height: 1920 }),
    highlight: () => ({ animation: imageOf(7), collage: imageOf(8, 'image/jpeg') }),
    checkModel: () => ({}),
    tryModel: () => {
      throw new Error('no model is added over the API');
    },
  };

  run: Vision['run'] = async (task, request, { signal, into, onProgress } = {}) => {
    const bytes = await inMemory(request.bytes);
    this.asked.push({ task, bytes, request });
    const answer = await this.answers[task](bytes, signal, request, onProgress);
    return (into ? await inFile(answer, into) : answer) as never;
  };

  state(): ReturnType<Vision['state']> {
    return { process: 'idle', queued: 0, restarts: 0 };
  }

  async stop(): Promise<void> {}
}
