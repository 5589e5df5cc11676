/** The part of ONNX's file format that our graphs need, read and written by protobufjs. */
import protobuf from 'protobufjs';

const SCHEMA = `
syntax = "proto2";
message Model {
  optional int64 ir_version = 1;
  optional string producer_name = 2;
  optional Graph graph = 7;
  repeated OperatorSet opset_import = 8;
}
message OperatorSet { optional string domain = 1; optional int64 version = 2; }
message Graph {
  repeated Node node = 1;
  optional string name = 2;
  repeated Tensor initializer = 5;
  repeated Value input = 11;
  repeated Value output = 12;
}
message Node {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string op_type = 4;
  repeated Attribute attribute = 5;
  optional string domain = 7;
}
message Attribute {
  optional string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  optional bytes s = 4;
  optional Tensor t = 5;
  repeated float floats = 7;
  repeated int64 ints = 8;
  repeated bytes strings = 9;
  optional int32 type = 20;
}
message Tensor {
  repeated int64 dims = 1;
  optional int32 data_type = 2;
  repeated float float_data = 4 [packed = true];
  repeated int32 int32_data = 5 [packed = true];
  repeated int64 int64_data = 7 [packed = true];
  optional string name = 8;
  optional bytes raw_data = 9;
}
message Value { optional string name = 1; optional Type type = 2; }
message Type { optional TensorType tensor_type = 1; }
message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
message Shape { repeated Dimension dim = 1; }
message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
`;

const Model = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('Model');

/** Element types by ONNX's numbers. */
export const FLOAT = 1;
/** ONNX's number of bytes without sign. */
export const UINT8 = 2;
const INT64 = 7;
const FLOAT16 = 10;
const INTS_ATTRIBUTE = 7;
const INT_ATTRIBUTE = 2;

/** Attribute of a node. */
export interface OnnxAttribute {
  name: string;
  type: number;
  i?: number;
  ints?: number[];
}

/** One operation of a graph. */
export interface OnnxNode {
  input: string[];
  output: string[];
  name: string;
  op_type: string;
  attribute: OnnxAttribute[];
}

/** A constant of a graph. */
export interface OnnxTensor {
  name: string;
  dims: number[];
  data_type: number;
  raw_data: Uint8Array;
}

/** Input or output of a graph. */
export interface OnnxValue {
  name: string;
  type: { tensor_type: { elem_type: number; shape: { dim: { dim_value?: number; dim_param?: string }[] } } };
}

/** A graph of operations. */
export interface OnnxGraph {
  node: OnnxNode[];
  name: string;
  initializer: OnnxTensor[];
  input: OnnxValue[];
  output: OnnxValue[];
}

/** A whole file. */
export interface OnnxModel {
  ir_version: number;
  graph: OnnxGraph;
  opset_import: { domain: string; version: number }[];
}

/** Reads a file of ONNX. Members that our graphs do not have are left out. */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  return Model.toObject(Model.decode(bytes), { longs: Number, arrays: true, defaults: false }) as OnnxModel;
}

/** Bytes of a file of ONNX; the same for the same graph. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  return Model.encode(Model.fromObject(model)).finish();
}

/** Input or output; a name stands for a size that is free. */
export function value(name: string, elementType: number, shape: readonly (number | string)[]): OnnxValue {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: elementType, shape: { dim } } } };
}

/** Operation of one output, by which it is also named. */
export function node(
  operation: string,
  input: string[],
  output: string,
  attributes: Record<string, number | number[]> = {},
): OnnxNode {
  const attribute = Object.entries(attributes).map(([name, given]) =>
    typeof given === 'number'
      ? { name, type: INT_ATTRIBUTE, i: given }
      : { name, type: INTS_ATTRIBUTE, ints: given },
  );
  return { op_type: operation, input, output: [output], name: output, attribute };
}

/** Constant of whole numbers. */
export function integers(name: string, values: readonly number[]): OnnxTensor {
  const raw = new BigInt64Array(values.map(BigInt));
  return { name, dims: [values.length], data_type: INT64, raw_data: bytesOf(raw) };
}

/** Constant of floats. */
export function floats(name: string, dims: number[], values: ArrayLike<number>): OnnxTensor {
  return { name, dims, data_type: FLOAT, raw_data: bytesOf(Float32Array.from(values)) };
}

/** Constant of floats of 16 bits; rounded to the nearest, below 6e-8 to 0. */
export function halves(name: string, dims: number[], values: ArrayLike<number>): OnnxTensor {
  const raw = Uint16Array.from({ length: values.length }, (_, at) => halfOf(values[at] as number));
  return { name, dims, data_type: FLOAT16, raw_data: bytesOf(raw) };
}

/** Bits of a number as IEEE 754 float of 16 bits. */
function halfOf(number: number): number {
  const sign = number < 0 ? 0x8000 : 0;
  const size = Math.abs(number);
  if (size >= 65_520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  const mantissa = Math.round((size / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + mantissa);
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
