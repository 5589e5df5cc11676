#!/usr/bin/python3
"""Puts the trained heads on the detector's own backbone and writes the pet-head model as ONNX.

The backbone is cut out of models/nanodet-416.onnx unchanged (float16 weights with a Cast in front). Crops come in an
even number; the second half of them is seen mirrored, and the heads of several seeds vote: all of that is inside the
graph. A look at a pet is two crops, of which one is seen straight and one mirrored.
"""
import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from backbone import C3, C4, C5, INPUT, PLANES, SIDE

CELLS = SIDE // 16


def grouped(heads, name):
    """The same layer of every head, as one convolution with a group a head."""
    weight = torch.cat([head[f"{name}.weight"] for head in heads]).numpy()
    bias = torch.cat([head[f"{name}.bias"] for head in heads]).numpy()
    return weight, bias


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def weights(self, name, value):
        half = self.constant(name + "/half", value.astype(np.float16))
        return self.add("Cast", [half], name, to=TensorProto.FLOAT)

    def add(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def conv(self, heads, layer, source, pad, groups):
        weight, bias = grouped(heads, layer)
        names = [self.weights(f"head/{layer}/weight", weight), self.constant(f"head/{layer}/bias", bias)]
        return self.add("Conv", [source, *names], f"head/{layer}", pads=[pad] * 4, group=groups)

    def second_mirrored(self, source, shape, output):
        """`source` [N, *shape] with the columns (the last axis) of its second half turned round."""
        halves = self.constant(f"{output}/halves/shape", np.array([2, -1, *shape], np.int64))
        self.add("Reshape", [source, halves], f"{output}/halves")
        for i, half in enumerate(("first", "second")):
            index = self.constant(f"{output}/{half}/index", np.int64(i))
            self.add("Gather", [f"{output}/halves", index], f"{output}/{half}", axis=0)
        ends = [self.constant(f"{output}/{part}", np.array([value], np.int64))
                for part, value in (("from", -1), ("to", np.iinfo(np.int64).min), ("axis", 3), ("step", -1))]
        self.add("Slice", [f"{output}/second", *ends], f"{output}/turned")
        return self.add("Concat", [f"{output}/first", f"{output}/turned"], output, axis=0)


def backbone_nodes(model):
    """What the features need, in the file's order, split where the planes of the picture begin."""
    makers = {output: node for node in model.graph.node for output in node.output}
    wanted, queue = set(), [C3, C4, C5]
    while queue:
        name = queue.pop()
        if name in makers and makers[name].name not in wanted:
            wanted.add(makers[name].name)
            queue.extend(makers[name].input)
    nodes = [node for node in model.graph.node if node.name in wanted]
    used = {name for node in nodes for name in node.input}
    return nodes, [tensor for tensor in model.graph.initializer if tensor.name in used]


def build(detector, heads):
    nodes, initializers = backbone_nodes(detector)
    graph = Graph()
    for node in nodes:
        if PLANES in node.input:
            views = graph.second_mirrored(PLANES, [3, SIDE, SIDE], "views")
            node.input[list(node.input).index(PLANES)] = views
        graph.nodes.append(node)
    count = len(heads)
    graph.add("AveragePool", [C3], "c3/half", kernel_shape=[2, 2], strides=[2, 2])
    scales = graph.constant("c5/scales", np.array([1, 1, 2, 2], np.float32))
    graph.add("Resize", [C5, "", scales], "c5/twice", mode="linear", coordinate_transformation_mode="half_pixel")
    graph.add("Concat", [C4, "c3/half", "c5/twice"], "features", axis=1)
    graph.conv(heads, "a", "features", 0, 1)
    last = graph.add("LeakyRelu", ["head/a"], "head/a/act", alpha=0.1)
    for layer in ("b", "c"):
        graph.conv(heads, layer, last, 1, count)
        graph.add("LeakyRelu", [f"head/{layer}"], f"head/{layer}/act", alpha=0.1)
        last = graph.add("Add", [last, f"head/{layer}/act"], f"head/{layer}/sum")
    graph.conv(heads, "o", last, 0, count)
    # [N, heads * 3, cells, cells] -> mean over heads -> the mirrored half turned back
    shape = graph.constant("votes/shape", np.array([-1, count, 3, CELLS, CELLS], np.int64))
    graph.add("Reshape", ["head/o", shape], "votes")
    graph.add("ReduceMean", ["votes"], "means", axes=[1], keepdims=0)
    maps = graph.second_mirrored("means", [3, CELLS, CELLS], "maps")
    for channel, output in ((0, "head"), (1, "faces"), (2, "size")):
        graph.add("Gather", [maps, graph.constant(f"{output}/index", np.int64(channel))], output, axis=1)
    graph.add("ReduceMax", ["faces"], "face", axes=[1, 2], keepdims=0)
    outputs = [helper.make_tensor_value_info("face", TensorProto.FLOAT, ["crops"])]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["crops", CELLS, CELLS])
                for name in ("head", "size")]
    picture = helper.make_tensor_value_info(INPUT, TensorProto.UINT8, ["crops", SIDE, SIDE, 3])
    body = helper.make_graph(graph.nodes, "pet-head", [picture], outputs, [*initializers, *graph.constants])
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detector", type=Path, default=Path("models/nanodet-416.onnx"))
    parser.add_argument("--heads", type=Path, nargs="+", required=True, help="what train.py wrote, one file a seed")
    parser.add_argument("--out", type=Path, default=Path("models/pet-head-192.onnx"))
    options = parser.parse_args()
    model = build(onnx.load(str(options.detector)), [torch.load(path) for path in options.heads])
    onnx.checker.check_model(model)
    onnx.save(model, str(options.out))
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
