#!/usr/bin/env python3
"""Writes trained weights as an ONNX graph that takes and gives pixels: no colour, layout or clamping outside it.

    image     uint8 [1,h,w,3]   RGB, interleaved
    enlarged  uint8 [1,2h,2w,3] RGB, interleaved

The network corrects the luma (BT.601, full range, as in JPEG) of a bilinear enlargement, so its correction is added
to all three channels and chroma stays the bilinear one. Any size goes in: the luma is continued at the right and
lower edge to whole 8x8 blocks.

    ./export.py OUT_DIR/ema.pt MODELS_DIR NAME [--max-pixels N]

Writes MODELS_DIR/NAME.onnx and its entry in MODELS_DIR/manifest.json, in the place of an entry of that name or behind
the last upscaler. --max-pixels sends larger images on to the next entry.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from network import SLOPE, LumaUpscaler

OPSET, IR_VERSION = 17, 8


class Graph:
    """Collects nodes and weights; every method answers the name of what it made."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def constant(self, name: str, value) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, op: str, inputs: list[str], name: str, **attributes) -> str:
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def conv(self, source: str, name: str, kernel: np.ndarray, bias: np.ndarray | None = None) -> str:
        inputs = [source, self.constant(f'{name}.weight', kernel.astype(np.float32))]
        if bias is not None:
            inputs.append(self.constant(f'{name}.bias', bias.astype(np.float32)))
        return self.node('Conv', inputs, name, pads=[kernel.shape[2] // 2] * 4)

    def leaky(self, source: str) -> str:
        return self.node('LeakyRelu', [source], f'{source}.leaky', alpha=SLOPE)


def luma_of(graph: Graph, planes: str) -> str:
    """Luma in whole levels, as the JPEG held it, then -0.5..0.5, continued to whole blocks: [1,1,h8,w8]."""
    levels = graph.conv(planes, 'levels', np.array([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1))
    levels = graph.node('Round', [levels], 'whole_levels')
    size = graph.node('Shape', [levels], 'size', start=2)
    eight, zeros = graph.constant('eight', np.int64([8, 8])), graph.constant('zeros', np.int64([0] * 6))
    missing = graph.node('Mod', [graph.node('Neg', [size], 'minus_size'), eight], 'missing')
    pads = graph.node('Concat', [zeros, missing], 'pads', axis=0)
    padded = graph.node('Pad', [levels, pads], 'padded', mode='edge')
    scaled = graph.node('Mul', [padded, graph.constant('level', np.float32(1 / 255))], 'scaled')
    return graph.node('Sub', [scaled, graph.constant('half', np.float32(0.5))], 'luma')


def condition_of(graph: Graph, network: LumaUpscaler, luma: str) -> str:
    blocks = graph.node('SpaceToDepth', [luma], 'jpeg_blocks', blocksize=8)
    dct = graph.conv(blocks, 'dct', network.condition.dct.numpy())
    one = graph.constant('one', np.float32(1))
    magnitude = graph.node('Log', [graph.node('Add', [graph.node('Abs', [dct], 'size_of_dct'), one], 'above_one')], 'log')
    around = graph.node('AveragePool', [magnitude], 'around', kernel_shape=[7, 7], pads=[3] * 4)
    read = graph.leaky(linear(graph, around, 'read', network.condition.read))
    told = linear(graph, read, 'tell', network.condition.tell)
    scales = graph.constant('to_small_blocks', np.float32([1, 1, 4, 4]))
    return graph.node('Resize', [told, '', scales], 'condition', mode='nearest',
                      coordinate_transformation_mode='asymmetric', nearest_mode='floor')


def linear(graph: Graph, source: str, name: str, layer: torch.nn.Conv2d) -> str:
    return graph.conv(source, name, layer.weight.numpy(), layer.bias.numpy())


def folded(graph: Graph, source: str, name: str, layer, gain: float = 1) -> str:
    return graph.conv(source, name, gain * layer.kernel().numpy(), gain * layer.bias.numpy())


def correction_of(graph: Graph, network: LumaUpscaler, luma: str) -> str:
    """What to add to the bilinear enlargement, in levels: [1,1,2*h8,2*w8]."""
    blocks = graph.node('SpaceToDepth', [luma], 'blocks', blocksize=2)
    seen = graph.node('Concat', [blocks, condition_of(graph, network, luma)], 'seen', axis=1)
    x = first = graph.leaky(folded(graph, seen, 'head', network.head))
    for number, layer in enumerate(network.body):
        x = graph.leaky(folded(graph, x, f'body{number}', layer))
    x = graph.node('Add', [x, first], 'body')
    learnt = folded(graph, x, 'tail', network.tail, 255)
    ideal = graph.conv(blocks, 'linear', 255 * network.linear.weight.numpy())
    both = graph.node('Add', [learnt, ideal], 'both')
    return graph.node('DepthToSpace', [both], 'correction', blocksize=4, mode='CRD')


def build(network: LumaUpscaler) -> onnx.ModelProto:
    graph = Graph()
    planes = graph.node('Cast', [graph.node('Transpose', ['image'], 'bytes', perm=[0, 3, 1, 2])], 'planes',
                        to=TensorProto.FLOAT)
    scales = graph.constant('twice', np.float32([1, 1, 2, 2]))
    base = graph.node('Resize', [planes, '', scales], 'base', mode='linear',
                      coordinate_transformation_mode='half_pixel')
    with torch.no_grad():
        correction = correction_of(graph, network, luma_of(graph, planes))
    size = graph.node('Shape', [base], 'large_size', start=2)
    cropped = graph.node('Slice', [correction, graph.constant('corner', np.int64([0, 0])), size,
                                   graph.constant('sides', np.int64([2, 3]))], 'cropped')
    exact = graph.node('Add', [base, cropped], 'exact')
    bounds = [graph.constant('black', np.float32(0)), graph.constant('white', np.float32(255))]
    rounded = graph.node('Round', [graph.node('Clip', [exact, *bounds], 'clipped')], 'rounded')
    pixels = graph.node('Cast', [rounded], 'pixels', to=TensorProto.UINT8)
    graph.node('Transpose', [pixels], 'enlarged', perm=[0, 2, 3, 1])
    shaped = helper.make_tensor_value_info
    model = helper.make_model(
        helper.make_graph(graph.nodes, 'luma-upscaler-x2',
                          [shaped('image', TensorProto.UINT8, [1, 'height', 'width', 3])],
                          [shaped('enlarged', TensorProto.UINT8, [1, 'height2', 'width2', 3])], graph.weights),
        opset_imports=[helper.make_opsetid('', OPSET)], producer_name='petcam-hub scripts/train/export.py')
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def entry_of(name: str, data: bytes, saved: dict, max_pixels: int | None) -> dict:
    def tensor(tensor_name, sides, about):
        return {'name': tensor_name, 'type': 'uint8', 'shape': [1, *sides, 3], 'about': about}

    # The body's reach and three of the JPEG's blocks, in whole blocks: beyond it a cut changes nothing.
    overlap = -(-(2 * (saved['blocks'] + 2) + 24) // 8) * 8
    options = {'scale': 2, 'overlap': overlap, 'align': 8, **({'maxPixels': max_pixels} if max_pixels else {})}
    return {
        'name': name,
        'task': 'upscale',
        'file': f'{name}.onnx',
        'sha256': hashlib.sha256(data).hexdigest(),
        'bytes': len(data),
        'licence': 'MIT',
        'source': 'our own network, trained on 25 photos of CLIC 2025 (Unsplash Licence) and 15 wallpapers of Debian '
                  '(CC0, CC BY, CC BY-SA); models/README.md names them',
        'made': f"scripts/train (its README.md): {saved['blocks']} layers of {saved['channels']} channels, "
                f"{saved['steps']} steps, seed {saved['seed']}",
        'inputs': [tensor('image', ['height', 'width'], 'upright sRGB, RGB interleaved, any size')],
        'outputs': [tensor('enlarged', ['height2', 'width2'], 'twice the size')],
        'preprocess': 'in the graph',
        'postprocess': 'in the graph',
        'options': options,
    }


def enter(manifest: Path, entry: dict) -> None:
    content = json.loads(manifest.read_text())
    models = content['models']
    same = [i for i, model in enumerate(models) if model['name'] == entry['name']]
    last = max((i for i, model in enumerate(models) if model['task'] == 'upscale'), default=len(models) - 1)
    models[same[0] if same else last + 1:(same[0] if same else last) + 1] = [entry]
    text = json.dumps(content, indent=2, ensure_ascii=False)
    short_lists = re.sub(r'\[\s+([^\[\]{}]*?)\s+\]', lambda m: '[' + re.sub(r',\s+', ', ', m[1]) + ']', text)
    manifest.write_text(short_lists + '\n')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('weights', type=Path)
    parser.add_argument('models', type=Path)
    parser.add_argument('name')
    parser.add_argument('--max-pixels', type=int)
    args = parser.parse_args()
    saved = torch.load(args.weights, map_location='cpu')
    network = LumaUpscaler(saved['blocks'], saved['channels'])
    network.load_state_dict(saved['weights'])
    model = build(network)
    helper.set_model_props(model, {key: str(saved[key]) for key in ('blocks', 'channels', 'steps', 'seed')})
    data = model.SerializeToString()
    (args.models / f'{args.name}.onnx').write_bytes(data)
    enter(args.models / 'manifest.json', entry_of(args.name, data, saved, args.max_pixels))
    count = sum(int(np.prod(w.dims)) for w in model.graph.initializer)
    print(f'{args.name}: {len(data)} bytes, {count} weights')


if __name__ == '__main__':
    main()
