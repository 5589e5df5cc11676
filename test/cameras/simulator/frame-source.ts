import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { openFrameSource } from '../../../src/cameras/simulator/frame-source.js';
import { temporaryFolder } from '../../support/folder.js';

t.test('bursts come one after the other, in order, for ever', async (t) => {
  const folder = temporaryFolder(t);
  for (const burst of ['b', 'a', 'empty']) mkdirSync(path.join(folder, burst));
  writeFileSync(path.join(folder, 'a', '01.jpg'), 'a1');
  writeFileSync(path.join(folder, 'a', '00.jpg'), 'a0');
  writeFileSync(path.join(folder, 'a', 'note.txt'), 'no picture');
  writeFileSync(path.join(folder, 'b', '00.jpg'), 'b0');
  const frames = openFrameSource(folder);
  const next = (most: number) => frames.next(most).map(String);
  t.strictSame(next(8), ['a0', 'a1']);
  t.strictSame(next(8), ['b0']);
  t.strictSame(next(1), ['a0']);
});

t.test('a folder without bursts is refused', async (t) => {
  t.throws(() => openFrameSource(temporaryFolder(t)), { code: 'no-bursts' });
});
