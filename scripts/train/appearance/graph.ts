/** The appearance model as a graph: the detector's backbone, pooled over the pet, beside a description of its coat. */
import { COAT_LENGTH } from '../../../src/imaging/vision/coat.js';
import {
  FLOAT,
  floats,
  halves,
  integers,
  node,
  type OnnxGraph,
  type OnnxModel,
  readOnnx,
  UINT8,
  value,
  writeOnnx,
} from './onnx.js';

/** Side of the crop in pixels. */
export const SIDE = 192;

/** Features of the detector's graph that are pooled: their names, channels, and cells a side in a crop of 192. */
export const STAGES = [
  { name: 'PartitionedCall/onnx_tf_prefix_Concat_27', channels: 128, cells: 24 },
  { name: 'PartitionedCall/onnx_tf_prefix_Concat_42', channels: 256, cells: 12 },
] as const;

/** Number of features before the projection: of the stages, then of the coat. */
export const FEATURES = STAGES.reduce((sum, { channels }) => sum + channels, 0) + COAT_LENGTH;

/** Straight map of the features to an appearance: (features - `mean`) times `matrix`, [features, `length`] by rows. */
export interface Projection {
  length: number;
  mean: Float32Array;
  matrix: Float32Array;
}

/**
 * Bytes of the model. Without a projection its answer is the features themselves, which the training needs.
 * @param detector bytes of models/nanodet-416.onnx
 */
export function appearanceModel(detector: Uint8Array, projection: Projection | null): Uint8Array {
  const source = readOnnx(detector);
  const graph = backbone(source.graph);
  const pooled = STAGES.map((stage, at) => pool(graph, stage, at));
  graph.node.push(node('Concat', [...pooled, 'coat'], projection ? 'features' : 'appearance', { axis: 1 }));
  if (projection) project(graph, projection);
  const length = projection?.length ?? FEATURES;
  graph.input = [
    value('image', UINT8, ['crops', SIDE, SIDE, 3]),
    value('pet', FLOAT, ['crops', STAGES[0].cells, STAGES[0].cells]),
    value('coat', FLOAT, ['crops', COAT_LENGTH]),
  ];
  graph.output = [value('appearance', FLOAT, ['crops', length])];
  graph.initializer = graph.initializer.filter(({ name }) =>
    graph.node.some(({ input }) => input.includes(name)),
  );
  const model: OnnxModel = { ir_version: source.ir_version, opset_import: source.opset_import, graph };
  return writeOnnx(model);
}

/** What the pooled stages need of the detector, in its order. */
function backbone(detector: OnnxGraph): OnnxGraph {
  const makers = new Map(detector.node.flatMap((made) => made.output.map((name) => [name, made] as const)));
  const wanted = new Set<unknown>();
  const queue: string[] = STAGES.map(({ name }) => name);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const maker = makers.get(name);
    if (!maker || wanted.has(maker)) continue;
    wanted.add(maker);
    queue.push(...maker.input);
  }
  const nodes = detector.node.filter((one) => wanted.has(one));
  return { ...detector, name: 'pet-appearance', node: nodes, initializer: [...detector.initializer] };
}

/** Mean of a stage's features over the pet; gives the name of [crops, channels]. */
function pool(graph: OnnxGraph, stage: (typeof STAGES)[number], at: number): string {
  const { name, channels, cells } = stage;
  const own = (part: string) => `pool${at}/${part}`;
  const factor = STAGES[0].cells / cells;
  graph.initializer.push(
    integers(own('map/shape'), [-1, 1, STAGES[0].cells, STAGES[0].cells]),
    integers(own('column/shape'), [-1, cells * cells, 1]),
    integers(own('rows/shape'), [-1, channels, cells * cells]),
    integers(own('flat/shape'), [-1, channels]),
    integers(own('axes'), [1]),
    floats(own('least'), [], [1e-3]),
  );
  graph.node.push(
    node('Reshape', ['pet', own('map/shape')], own('map')),
    node('AveragePool', [own('map')], own('small'), {
      kernel_shape: [factor, factor],
      strides: [factor, factor],
    }),
    node('Reshape', [own('small'), own('column/shape')], own('column')),
    node('ReduceSum', [own('column'), own('axes')], own('sum'), { keepdims: 1 }),
    node('Add', [own('sum'), own('least')], own('total')),
    node('Div', [own('column'), own('total')], own('weights')),
    node('Reshape', [name, own('rows/shape')], own('rows')),
    node('MatMul', [own('rows'), own('weights')], own('means')),
    node('Reshape', [own('means'), own('flat/shape')], own('flat')),
  );
  return own('flat');
}

function project(graph: OnnxGraph, { length, mean, matrix }: Projection): void {
  graph.initializer.push(
    floats('middle', [FEATURES], mean),
    halves('components/half', [FEATURES, length], matrix),
  );
  graph.node.push(
    node('Cast', ['components/half'], 'components', { to: FLOAT }),
    node('Sub', ['features', 'middle'], 'centred'),
    node('MatMul', ['centred', 'components'], 'appearance'),
  );
}
