#!/usr/bin/env python3
"""Writes an upscaler with 8-bit convolutions: QDQ, pairs of nodes that the runtime melts into the convolutions.

    ./quantise.py MODEL.onnx OUT.onnx PHOTOS_DIR

Activations get one scale a tensor, from what they reach on tiles of up to 24 photos made half as large; weights get one
a channel. The picture's own luma, the DCT and the linear path stay floats: they carry the picture, the network only
corrects it. Needs python3-onnx, python3-pil and, to see the activations, onnxruntime for Python.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

EXACT = {'levels', 'dct', 'linear', 'read', 'tell'}
TILE = 192
PHOTOS = 24
CUT_OFF = 0.0005  # the share of an activation's values at either end that may saturate


def reach(model: onnx.ModelProto, names: list[str], photos: list[Path]) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of every named tensor, 0 included."""
    seen = onnx.ModelProto()
    seen.CopyFrom(model)
    seen.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(seen.SerializeToString(), providers=['CPUExecutionProvider'])
    low, high = np.zeros(len(names)), np.zeros(len(names))
    for photo in photos:
        square = Image.open(photo).convert('RGB').resize((2 * TILE, 2 * TILE), Image.Resampling.BICUBIC)
        tile = np.asarray(square.resize((TILE, TILE), Image.Resampling.BICUBIC))[None]
        for i, values in enumerate(session.run(names, {'image': tile})):
            low[i] = min(low[i], np.quantile(values, CUT_OFF))
            high[i] = max(high[i], np.quantile(values, 1 - CUT_OFF))
    return dict(zip(names, zip(low, high)))


class Quantiser:
    """Collects the nodes of the new graph; a tensor that was quantised is read from behind its pair."""

    def __init__(self, weights: dict[str, np.ndarray], ranges: dict[str, tuple[float, float]]):
        self.weights, self.ranges = weights, ranges
        self.nodes, self.constants = [], []
        self.scales: dict[str, np.float32] = {}

    def constant(self, name: str, value) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def back(self, name: str, values: str, ends: list[str], **axis) -> str:
        self.nodes.append(helper.make_node('DequantizeLinear', [values, *ends], [f'{name}/back'], f'{name}/back', **axis))
        return f'{name}/back'

    def pair(self, name: str) -> None:
        low, high = self.ranges[name]
        scale = np.float32(max(high - low, 1e-6) / 255)
        ends = [self.constant(f'{name}/scale', scale),
                self.constant(f'{name}/zero', np.uint8(np.clip(round(-low / scale), 0, 255)))]
        self.nodes.append(helper.make_node('QuantizeLinear', [name, *ends], [f'{name}/q'], f'{name}/q'))
        self.back(name, f'{name}/q', ends)
        self.scales[name] = scale

    def by_channel(self, name: str, scale: np.ndarray, kind, limit: int) -> str:
        values = self.weights[name]
        shaped = scale.reshape(-1, *[1] * (values.ndim - 1))
        whole = self.constant(f'{name}/q', np.clip(np.rint(values / shaped), -limit, limit).astype(kind))
        ends = [self.constant(f'{name}/scale', scale), self.constant(f'{name}/zero', np.zeros(len(scale), kind))]
        return self.back(name, whole, ends, axis=0)

    def conv(self, node: onnx.NodeProto) -> None:
        source, kernel, *bias = node.input
        if source not in self.scales:
            self.pair(source)
        scale = (np.abs(self.weights[kernel]).max((1, 2, 3)) / 127).astype(np.float32)
        inputs = [f'{source}/back', self.by_channel(kernel, scale, np.int8, 127)]
        inputs += [self.by_channel(name, scale * self.scales[source], np.int32, 2**31 - 1) for name in bias]
        node.input[:] = inputs

    def other(self, node: onnx.NodeProto) -> None:
        node.input[:] = [f'{name}/back' if name in self.scales else name for name in node.input]


def quantised(model: onnx.ModelProto, photos: list[Path]) -> onnx.ModelProto:
    graph = model.graph
    convs = [node for node in graph.node if node.op_type == 'Conv' and node.name not in EXACT]
    made = {node.output[0] for node in convs}
    leaky = [node.output[0] for node in graph.node if node.op_type == 'LeakyRelu' and node.input[0] in made]
    points = sorted({*made, *leaky, *(node.input[0] for node in convs)})
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    quantiser = Quantiser(weights, reach(model, points, photos))
    names = {node.name for node in convs}
    for node in graph.node:
        (quantiser.conv if node.name in names else quantiser.other)(node)
        quantiser.nodes.append(node)
        for output in node.output:
            if output in points and output not in quantiser.scales:
                quantiser.pair(output)
    used = {name for node in quantiser.nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    nodes = [onnx.NodeProto.FromString(node.SerializeToString()) for node in quantiser.nodes]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend([*kept, *quantiser.constants])
    onnx.checker.check_model(model)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('model', type=Path)
    parser.add_argument('out', type=Path)
    parser.add_argument('photos', type=Path)
    args = parser.parse_args()
    found = sorted(p for p in args.photos.rglob('*') if p.suffix.lower() in {'.webp', '.png', '.jpg', '.jpeg'})
    onnx.save(quantised(onnx.load(args.model), found[:PHOTOS]), args.out)
    print(f'{args.out}: {args.out.stat().st_size} bytes')


if __name__ == '__main__':
    main()
