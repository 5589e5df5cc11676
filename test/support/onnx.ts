/** Small ONNX files made on the spot: the protobuf of onnx.proto3, as far as the tests need it. */
import protobuf from 'protobufjs';

const { root } = protobuf.parse(`syntax = "proto3";
message Model { int64 ir_version = 1; repeated Opset opset_import = 8; Graph graph = 7; }
message Opset { string domain = 1; int64 version = 2; }
message Graph { repeated Node node = 1; string name = 2; repeated Tensor initializer = 5; repeated Value input = 11; repeated Value output = 12; }
message Node { repeated string input = 1; repeated string output = 2; string op_type = 4; repeated Attribute attribute = 5; }
message Attribute { string name = 1; int64 i = 3; bytes s = 4; repeated int64 ints = 8; int32 type = 20; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; repeated float float_data = 4; repeated int64 int64_data = 7; string name = 8; }
message Value { string name = 1; Type type = 2; }
message Type { TensorType tensor_type = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message Shape { repeated Dim dim = 1; }
message Dim { int64 dim_value = 1; string dim_param = 2; }
`);

const TYPES = { float32: 1, uint8: 2, int64: 7, float64: 11 } as const;

export interface Port {
  name: string;
  type: keyof typeof TYPES;
  shape: readonly (number | string)[];
}

export interface Operation {
  op: string;
  inputs: readonly string[];
  output: string;
  /** Integers, lists of integers or words. */
  attributes?: Record<string, number | readonly number[] | string>;
}

export interface Weights {
  name: string;
  shape: readonly number[];
  values: readonly number[] | Float32Array;
}

/** A model of operator set 17 as the bytes of its file. */
export function onnxOf(graph: {
  inputs: readonly Port[];
  outputs: readonly Port[];
  operations: readonly Operation[];
  weights?: readonly Weights[];
}): Uint8Array {
  const message = {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'test',
      node: graph.operations.map(({ op, inputs, output, attributes = {} }) => ({
        opType: op,
        input: inputs,
        output: [output],
        attribute: Object.entries(attributes).map(attributeOf),
      })),
      initializer: (graph.weights ?? []).map(({ name, shape, values }) => ({
        name,
        dims: shape,
        dataType: TYPES.float32,
        floatData: [...values],
      })),
      input: graph.inputs.map(portOf),
      output: graph.outputs.map(portOf),
    },
  };
  return root.lookupType('Model').encode(message).finish();
}

function attributeOf([name, value]: [string, number | readonly number[] | string]) {
  if (typeof value === 'number') return { name, i: value, type: 2 };
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: 3 };
  return { name, ints: value, type: 7 };
}

function portOf({ name, type, shape }: Port) {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: TYPES[type], shape: { dim } } } };
}

/** An upscaler of floats 0..1 in planes that repeats every pixel: what Real-ESRGAN looks like from outside. */
export function planeUpscaler(scale: number): Uint8Array {
  return onnxOf({
    inputs: [{ name: 'input', type: 'float32', shape: [1, 3, 'h', 'w'] }],
    outputs: [{ name: 'output', type: 'float32', shape: [1, 3, 'h2', 'w2'] }],
    weights: [{ name: 'scales', shape: [4], values: [1, 1, scale, scale] }],
    operations: [
      {
        op: 'Resize',
        inputs: ['input', '', 'scales'],
        output: 'output',
        attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
      },
    ],
  });
}

/**
 * A detector of the form of YOLOv8, `[1,channels,3]`, or turned, `[1,3,channels]`: three candidates with fixed boxes, whose
 * scores grow with the brightness of the picture. `boxes` are centre and size in pixels of the square.
 */
export function yoloDetector(options: {
  side: number;
  turned?: boolean;
  objectness?: boolean;
  /** Leaves height and width free. */
  free?: boolean;
  boxes: readonly (readonly [number, number, number, number])[];
  classes: readonly number[];
}): Uint8Array {
  const { side, turned = false, objectness = false, free = false, boxes, classes } = options;
  const [count, head] = [boxes.length, objectness ? 1 : 0];
  const scores = Array.from({ length: 80 + head }, (_, channel) =>
    classes.map((id) => (channel - head === id || channel < head ? 1 : 0)),
  ).flat();
  const ends = [0, 1, 2, 3].flatMap((edge) => boxes.map((box) => box[edge] as number));
  const channels = 84 + head;
  return onnxOf({
    inputs: [{ name: 'images', type: 'float32', shape: free ? [1, 3, 'h', 'w'] : [1, 3, side, side] }],
    outputs: [
      { name: 'output0', type: 'float32', shape: turned ? [1, count, channels] : [1, channels, count] },
    ],
    weights: [
      { name: 'boxes', shape: [1, 4, count], values: ends },
      { name: 'scores', shape: [1, 80 + head, count], values: scores },
    ],
    operations: [
      { op: 'ReduceMax', inputs: ['images'], output: 'light', attributes: { axes: [1, 2, 3], keepdims: 0 } },
      { op: 'Mul', inputs: ['scores', 'light'], output: 'lit' },
      {
        op: 'Concat',
        inputs: ['boxes', 'lit'],
        output: turned ? 'rows' : 'output0',
        attributes: { axis: 1 },
      },
      ...(turned
        ? [{ op: 'Transpose', inputs: ['rows'], output: 'output0', attributes: { perm: [0, 2, 1] } }]
        : []),
    ],
  });
}
