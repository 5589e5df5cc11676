#!/usr/bin/python3
"""Puts the trained heads on the detector's own backbone and writes the pet-head model as ONNX.

The backbone is cut out of models/nanodet-416.onnx unchanged, without its last stage (float16 weights with a Cast in
front). Every crop is seen straight and mirrored, and the heads of several seeds vote: all of that is inside the graph.
"""
import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from backbone import C3, C4, INPUT, PLANES, SIDE

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

    def mirrored(self, source, output):
        """`source` [N, channels, rows, columns] with its columns turned round."""
        ends = [self.constant(f"{output}/{part}", np.array([value], np.int64))
                for part, value in (("from", -1), ("to", np.iinfo(np.int64).min), ("axis", 3), ("step", -1))]
        return self.add("Slice", [source, *ends], output)


def backbone_nodes(model):
    """What the features need, in the file's order, split where the planes of the picture begin."""
    makers = {output: node for node in model.graph.node for output in node.output}
    wanted, queue = set(), [C3, C4]
    while queue:
        name = queue.pop()
        if name in makers and makers[name].name not in wanted:
            wanted.add(makers[name].name)
            queue.extend(makers[name].input)
    nodes = [node for node in model.graph.node if node.name in wanted]
    used = {name for node in nodes for name in node.input}
    return nodes, [tensor for tensor in model.graph.initializer if tensor.name in used]


def vote(graph, count):
    """
    What all heads say of both views, [2 N, heads * 3, cells, cells], as one. A place is a mean of maps; the face is
    judged in each view by itself, and then the mean.
    """
    shape = graph.constant("votes/shape", np.array([2, -1, count, 3, CELLS, CELLS], np.int64))
    graph.add("Reshape", ["head/o", shape], "votes")
    graph.add("ReduceMean", ["votes"], "views/maps", axes=[2], keepdims=0)
    graph.add("Gather", ["views/maps", graph.constant("faces/index", np.int64(1))], "faces", axis=2)
    graph.add("ReduceMax", ["faces"], "faces/strongest", axes=[2, 3], keepdims=0)
    graph.add("ReduceMean", ["faces/strongest"], "face", axes=[0], keepdims=0)
    for view, name in enumerate(("straight", "turned")):
        graph.add("Gather", ["views/maps", graph.constant(f"{name}/index", np.int64(view))], name, axis=0)
    graph.add("Add", ["straight", graph.mirrored("turned", "turned/back")], "both")
    graph.add("Mul", ["both", graph.constant("half", np.float32(0.5))], "maps")
    for channel, output in ((0, "head"), (2, "size")):
        graph.add("Gather", ["maps", graph.constant(f"{output}/index", np.int64(channel))], output, axis=1)


def build(detector, heads):
    nodes, initializers = backbone_nodes(detector)
    graph = Graph()
    for node in nodes:
        if PLANES in node.input:
            views = graph.add("Concat", [PLANES, graph.mirrored(PLANES, "mirrored")], "views", axis=0)
            node.input[list(node.input).index(PLANES)] = views
        graph.nodes.append(node)
    count = len(heads)
    graph.add("AveragePool", [C3], "c3/half", kernel_shape=[2, 2], strides=[2, 2])
    graph.add("Concat", [C4, "c3/half"], "features", axis=1)
    graph.conv(heads, "a", "features", 0, 1)
    last = graph.add("LeakyRelu", ["head/a"], "head/a/act", alpha=0.1)
    for layer in ("b", "c"):
        graph.conv(heads, layer, last, 1, count)
        graph.add("LeakyRelu", [f"head/{layer}"], f"head/{layer}/act", alpha=0.1)
        last = graph.add("Add", [last, f"head/{layer}/act"], f"head/{layer}/sum")
    graph.conv(heads, "o", last, 0, count)
    vote(graph, count)
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
