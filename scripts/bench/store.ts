// npm run bench -- store: what grouped commits and keyset pages buy, as ratios within one run on one disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Frame } from '../../src/cameras/protocol/types.js';
import { systemClock } from '../../src/core/clock.js';
import { createLog } from '../../src/core/log.js';
import type { Store } from '../../src/store/contract.js';
import { databasePath, openForWriting } from '../../src/store/database.js';
import { openStore } from '../../src/store/store.js';
import { frameOf, jpegOf } from '../../test/support/frames.js';
import { fillGallery } from '../../test/support/many-photos.js';

const FRAMES = 300;
const FRAME_BYTES = 50_000;
const PHOTOS = 100_000;
const PAGES = 300;
const PAGE_ROWS = 50;

const HELP = `npm run bench -- store [--json]

Stores ${FRAMES} frames of ${FRAME_BYTES} bytes one after the other and all at once, each durable when it is counted,
then reads pages of ${PAGE_ROWS} at the start and in the middle of ${PHOTOS} photos.`;

const { values } = parseArgs({ options: { help: { type: 'boolean' }, json: { type: 'boolean' } } });
if (values.help) console.log(HELP);
else if (values.json) console.log(JSON.stringify(await bench()));
else report(await bench());

async function bench() {
  const directory = mkdtempSync(path.join(tmpdir(), 'petcam-bench-'));
  const open = () =>
    openStore({ directory, clock: systemClock, log: createLog('silent'), reserveBytes: 0, inline: false });
  try {
    const writing = await open();
    await writing.addCamera('porch', 'Porch', new Uint8Array(32));
    const oneByOne = await perSecond(async () => {
      for (const frame of framesOf('single')) await writing.saveFrame(frame);
    });
    const grouped = await perSecond(() => Promise.all(framesOf('grouped').map(writing.saveFrame)));
    await writing.close();
    fill(directory);
    const reading = await open();
    const pages = pageTimes(reading);
    await reading.close();
    return { framesPerSecond: { oneByOne, grouped, gain: grouped / oneByOne }, pageMicroseconds: pages };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function framesOf(burst: string): Frame[] {
  return Array.from({ length: FRAMES }, (_, index) => frameOf(index, jpegOf(index, FRAME_BYTES), { burst }));
}

async function perSecond(store: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await store();
  return (FRAMES * 1000) / (performance.now() - start);
}

function fill(directory: string): void {
  const db = openForWriting(databasePath(directory));
  db.exec('DELETE FROM burst');
  fillGallery(db, PHOTOS);
  db.close();
}

/** Medians of first and middle page, read in turns so that both meet the same moments of the machine. */
function pageTimes(store: Store) {
  const after = { takenAt: (PHOTOS / 4) * 60_000, id: PHOTOS / 2 };
  const times = { first: [] as number[], middle: [] as number[] };
  for (let round = 0; round < PAGES; round += 1) {
    times.first.push(elapsed(() => store.photos({ limit: PAGE_ROWS })));
    times.middle.push(elapsed(() => store.photos({ limit: PAGE_ROWS, after })));
  }
  const [first, middle] = [median(times.first), median(times.middle)];
  return { first, middle, ratio: middle / first };
}

function elapsed(read: () => unknown): number {
  const start = performance.now();
  read();
  return (performance.now() - start) * 1000;
}

function median(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function report(result: Awaited<ReturnType<typeof bench>>): void {
  const { framesPerSecond: frames, pageMicroseconds: pages } = result;
  console.log(`frames of ${FRAME_BYTES / 1000} KB made durable in a second`);
  console.log(`  one by one     ${frames.oneByOne.toFixed(0)}`);
  console.log(`  grouped        ${frames.grouped.toFixed(0)}   ${frames.gain.toFixed(2)}x`);
  console.log(`a page of ${PAGE_ROWS} among ${PHOTOS} photos, median`);
  console.log(`  the first      ${pages.first.toFixed(0)} us`);
  console.log(`  in the middle  ${pages.middle.toFixed(0)} us   ${pages.ratio.toFixed(2)}x`);
}
