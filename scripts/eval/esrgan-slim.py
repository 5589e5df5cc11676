#!/usr/bin/env python3
"""Writes the Keras model of npm's @upscalerjs/esrgan-slim (x2) as ONNX with pixels in and out, so that its time can be
compared with ours in the same runtime on the same machine. Nothing of it is shipped.

    npm pack @upscalerjs/esrgan-slim && tar xzf upscalerjs-esrgan-slim-*.tgz
    ./esrgan-slim.py package /tmp/esrgan-slim.onnx
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def read(package: Path):
    folder = package / 'models' / 'x2'
    model = json.loads((folder / 'model.json').read_text())
    data = (folder / 'group1-shard1of1.bin').read_bytes()
    weights, at = {}, 0
    for entry in model['weightsManifest'][0]['weights']:
        count = int(np.prod(entry['shape']))
        weights[entry['name']] = np.frombuffer(data, np.float32, count, at).reshape(entry['shape'])
        at += 4 * count
    return model['modelTopology']['model_config']['config'], weights


def nodes_of(layer: dict, weights: dict, initializers: list):
    name, kind = layer['name'], layer['class_name']
    inputs = [inbound[0] for inbound in layer['inbound_nodes'][0]] if layer['inbound_nodes'] else []
    if kind == 'InputLayer':
        yield helper.make_node('Transpose', ['image'], ['planes'], perm=[0, 3, 1, 2])
        yield helper.make_node('Cast', ['planes'], [name], to=TensorProto.FLOAT)
    elif kind == 'Conv2D':
        kernel = np.ascontiguousarray(weights[f'{name}/kernel'].transpose(3, 2, 0, 1))
        initializers += [numpy_helper.from_array(kernel, f'{name}.w'),
                         numpy_helper.from_array(weights[f'{name}/bias'].copy(), f'{name}.b')]
        yield helper.make_node('Conv', [*inputs, f'{name}.w', f'{name}.b'], [name], pads=[kernel.shape[2] // 2] * 4)
    elif kind == 'Activation':
        yield helper.make_node('Relu', inputs, [name])
    elif kind == 'Add':
        yield helper.make_node('Add', inputs, [name])
    elif kind == 'Concatenate':
        yield helper.make_node('Concat', inputs, [name], axis=1)
    elif kind == 'UpSampling2D':
        initializers.append(numpy_helper.from_array(np.float32([1, 1, 2, 2]), 'twice'))
        yield helper.make_node('Resize', [*inputs, '', 'twice'], [name], mode='nearest',
                               coordinate_transformation_mode='asymmetric', nearest_mode='floor')
    else:
        raise SystemExit(f'{kind} is not known')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('package', type=Path)
    parser.add_argument('out', type=Path)
    args = parser.parse_args()
    config, weights = read(args.package)
    initializers: list = []
    nodes = [node for layer in config['layers'] for node in nodes_of(layer, weights, initializers)]
    initializers += [numpy_helper.from_array(np.float32(value), key) for key, value in (('black', 0), ('white', 255))]
    nodes += [helper.make_node('Clip', [config['output_layers'][0][0], 'black', 'white'], ['clipped']),
              helper.make_node('Cast', ['clipped'], ['pixels'], to=TensorProto.UINT8),
              helper.make_node('Transpose', ['pixels'], ['enlarged'], perm=[0, 2, 3, 1])]
    shaped = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, 'esrgan-slim', [shaped('image', TensorProto.UINT8, [1, 'height', 'width', 3])],
                              [shaped('enlarged', TensorProto.UINT8, [1, 'height2', 'width2', 3])], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, args.out)
    print(f'{args.out}: {sum(int(np.prod(i.dims)) for i in initializers)} weights')


if __name__ == '__main__':
    main()
