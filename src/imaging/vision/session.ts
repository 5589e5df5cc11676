import { env } from 'node:process';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { Fault, messageOf } from '../../core/errors.js';

// The runtime reports its use to its maker unless this is set before its first session. Nothing leaves the hub.
env['ORT_DISABLE_TELEMETRY'] = '1';

/** Element types that our graphs take and give. Pixels go in and come out as `uint8`. */
export type TensorType = 'float32' | 'uint8';

/** Declaration of one input or output of a model; a string stands for a size that is free, as `height`. */
export interface TensorSpec {
  name: string;
  type: TensorType;
  shape: readonly (number | string)[];
}

/** A dense tensor, row-major. `data.length` is the product of `dims`. */
export type Tensor =
  | { type: 'float32'; data: Float32Array; dims: readonly number[] }
  | { type: 'uint8'; data: Uint8Array; dims: readonly number[] };

/** One loaded model. Not re-entrant by contract: the vision process runs one task at a time. */
export interface Session {
  /** Feeds every declared input; answers every declared output. Throws what the runtime throws. */
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  /** Gives the model's memory back. The session cannot be used afterwards. */
  release(): Promise<void>;
}

/** The model's bytes (already verified against its hash) and what the manifest says of them. */
export interface ModelSource {
  name: string;
  bytes: Uint8Array;
  inputs: readonly TensorSpec[];
  outputs: readonly TensorSpec[];
}

/**
 * Loads a model on the CPU with `threads` worker threads (1 or 2 on a hub) that sleep instead of spinning.
 *
 * @throws Fault `model-shape` when the file is no ONNX model, or its inputs and outputs are not the declared
 * ones: names, element types and sizes; a size that either side leaves free matches anything.
 */
export async function openSession(source: ModelSource, threads: number): Promise<Session> {
  const session = await load(source, threads);
  try {
    requireSame(source.name, 'input', source.inputs, session.inputMetadata);
    requireSame(source.name, 'output', source.outputs, session.outputMetadata);
  } catch (fault) {
    await session.release();
    throw fault;
  }
  return {
    run: async (feeds) => fromRuntime(await session.run(toRuntime(feeds))),
    release: () => session.release(),
  };
}

/**
 * Inputs and outputs that a model file itself declares.
 * @throws Fault `model-shape` when the file is no ONNX model, or holds something other than tensors of floats or
 * bytes.
 */
export async function readSpecs(
  name: string,
  bytes: Uint8Array,
): Promise<{ inputs: TensorSpec[]; outputs: TensorSpec[] }> {
  const session = await load({ name, bytes, inputs: [], outputs: [] }, 1);
  try {
    const specs = (values: readonly InferenceSession.ValueMetadata[]) =>
      values.map((value) => specOf(name, value));
    return { inputs: specs(session.inputMetadata), outputs: specs(session.outputMetadata) };
  } finally {
    await session.release();
  }
}

function specOf(model: string, value: InferenceSession.ValueMetadata): TensorSpec {
  if (!value.isTensor || (value.type !== 'float32' && value.type !== 'uint8')) {
    throw shapeFault(model, `its ${describe(value)} is not of float32 or uint8`);
  }
  const shape = value.shape.map((size, i) => (typeof size === 'number' ? size : size || `free${i}`));
  return { name: value.name, type: value.type, shape };
}

async function load(source: ModelSource, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(source.bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    throw shapeFault(source.name, `the runtime does not load it: ${messageOf(cause)}`, { cause });
  }
}

function requireSame(
  model: string,
  side: 'input' | 'output',
  declared: readonly TensorSpec[],
  actual: readonly InferenceSession.ValueMetadata[],
): void {
  const found = actual.map(describe).sort();
  const matched = declared.every((spec) => actual.some((value) => fits(spec, value)));
  if (matched && declared.length === actual.length) return;
  const wanted = declared.map((spec) => `${spec.name}: ${spec.type}[${spec.shape.join(',')}]`).sort();
  throw shapeFault(model, `declared ${side} ${wanted.join('; ')}, the file has ${found.join('; ')}`);
}

function fits(spec: TensorSpec, value: InferenceSession.ValueMetadata): boolean {
  if (!value.isTensor || value.name !== spec.name || value.type !== spec.type) return false;
  if (value.shape.length !== spec.shape.length) return false;
  return value.shape.every((size, i) => size === spec.shape[i] || isFree(size) || isFree(spec.shape[i]));
}

function isFree(size: number | string | undefined): boolean {
  return typeof size === 'string';
}

function describe(value: InferenceSession.ValueMetadata): string {
  return value.isTensor
    ? `${value.name}: ${value.type}[${value.shape.join(',')}]`
    : `${value.name}: no tensor`;
}

function shapeFault(model: string, what: string, options?: ErrorOptions): Fault {
  return new Fault(
    'model-shape',
    `model ${model} does not fit its manifest entry: ${what}`,
    'correct the entry in models/manifest.json, or put back the model file that it describes',
    options,
  );
}

function toRuntime(feeds: Record<string, Tensor>): Record<string, OrtTensor> {
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, ortTensor(tensor)]));
}

function ortTensor(tensor: Tensor): OrtTensor {
  return tensor.type === 'uint8'
    ? new OrtTensor('uint8', tensor.data, tensor.dims)
    : new OrtTensor('float32', tensor.data, tensor.dims);
}

function fromRuntime(results: InferenceSession.OnnxValueMapType): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => {
      const { type, data, dims } = value as OrtTensor;
      return [name, { type, data, dims } as Tensor];
    }),
  );
}
