import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import {
  type ModelSource,
  openSession,
  type Tensor,
  type TensorSpec,
} from '../../../src/imaging/vision/session.js';
import { temporaryFolder } from '../../support/folder.js';
import { programUrl } from '../../support/program.js';

/** The detector that ships, and what it declares. */
const source: ModelSource = {
  name: 'detector',
  bytes: readFileSync(new URL('../../../models/nanodet-416.onnx', import.meta.url)),
  inputs: [{ name: 'image', type: 'uint8', shape: [1, 416, 416, 3] }],
  outputs: [
    { name: 'scores', type: 'float32', shape: [1, 3549, 80] },
    { name: 'distances', type: 'float32', shape: [1, 3549, 44] },
  ],
};

t.test('a model that fits runs, and the same input gives the same output', async (t) => {
  const session = await openSession(source, 1);
  const data = new Uint8Array(416 * 416 * 3).map((_, i) => (i * 7) % 256);
  const image = { type: 'uint8', data, dims: [1, 416, 416, 3] } as const;
  const first = await session.run({ image });
  t.strictSame(Object.keys(first).sort(), ['distances', 'scores']);
  t.strictSame(first['scores']?.dims, [1, 3549, 80]);
  t.equal(first['scores']?.type, 'float32');
  t.equal(first['scores']?.data.length, 3549 * 80);
  const second = await session.run({ image });
  const bytesOf = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  t.ok(bytesOf(second['scores'] as Tensor).equals(bytesOf(first['scores'] as Tensor)));
  await session.release();
});

t.test('a free size matches any, and floats go in where floats are wanted', async (t) => {
  const free = [{ name: 'image', type: 'uint8', shape: [1, 'side', 'side', 3] } satisfies TensorSpec];
  const session = await openSession({ ...source, inputs: free }, 2);
  const image = { type: 'float32', data: new Float32Array(3), dims: [1, 1, 1, 3] } as const;
  await t.rejects(session.run({ image }), 'the runtime refuses what does not fit');
  await session.release();
});

t.test('a declaration that the file does not keep is refused, with both sides named', async (t) => {
  const [image] = source.inputs as [TensorSpec];
  const [scores, distances] = source.outputs as [TensorSpec, TensorSpec];
  const wrong: Partial<ModelSource>[] = [
    { inputs: [{ ...image, name: 'picture' }] },
    { inputs: [{ ...image, type: 'float32' }] },
    { inputs: [{ ...image, shape: [1, 320, 320, 3] }] },
    { inputs: [{ ...image, shape: [1, 416, 416] }] },
    { inputs: [image, { ...image, name: 'mask' }] },
    { outputs: [scores] },
    { outputs: [scores, { ...distances, shape: [1, 3549, 32] }] },
  ];
  for (const change of wrong) {
    const opened = openSession({ ...source, ...change }, 1);
    await t.rejects(opened, {
      name: 'Fault',
      code: 'model-shape',
      message: /declared .* the file has .*\[1,/,
    });
  }
});

t.test('bytes that are no model', async (t) => {
  await t.rejects(openSession({ ...source, bytes: Buffer.from('no model') }, 1), {
    code: 'model-shape',
    message: /detector.*does not load/,
  });
});

/** A model whose output is a sequence of tensors, which no task of ours can read. */
const SEQUENCE_MODEL =
  'CAgSADo+ChkKAXgSAXkiEVNlcXVlbmNlQ29uc3RydWN0EgFnWg8KAXgSCgoICAESBAoCCAFiDQoBeRIIIgYKBAoCCAFCBAoAEA0=';

t.test('an output that is no tensor', async (t) => {
  const sequence: ModelSource = {
    name: 'sequence',
    bytes: Buffer.from(SEQUENCE_MODEL, 'base64'),
    inputs: [{ name: 'x', type: 'float32', shape: [1] }],
    outputs: [{ name: 'y', type: 'float32', shape: [1] }],
  };
  await t.rejects(openSession(sequence, 1), { code: 'model-shape', message: /y: no tensor/ });
});

t.test('the runtime does not report its use: it leaves no identity and no log behind', async (t) => {
  const folder = temporaryFolder(t);
  const session = programUrl('src/imaging/vision/session');
  const model = fileURLToPath(new URL('../../../models/nanodet-416.onnx', import.meta.url));
  const script = `
    import { readFileSync } from 'node:fs';
    import { openSession } from ${JSON.stringify(session.href)};
    const bytes = readFileSync(${JSON.stringify(model)});
    const source = ${JSON.stringify({ name: source.name, inputs: source.inputs, outputs: source.outputs })};
    const session = await openSession({ ...source, bytes }, 1);
    await session.release();`;
  const child = spawn(process.execPath, [...process.execArgv, '--input-type=module', '-e', script], {
    env: { HOME: folder, TMPDIR: folder },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  t.equal(code, 0);
  t.strictSame(readdirSync(folder, { recursive: true }), []);
});
