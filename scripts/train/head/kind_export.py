#!/usr/bin/python3
"""Adds the output `dog` to the pet-head model: a logit a crop, the mean of what kind_train.py trained, a file a seed.

The rest of the graph stays as it is; what was there of an earlier `dog` is taken out first.
"""
import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from kind_train import WIDTH

OUTPUT = "dog"


def without_kind(graph):
    """Takes out the nodes, weights and output that this script adds."""
    for parts in (graph.node, graph.initializer, graph.output):
        for part in [one for one in parts if one.name == OUTPUT or one.name.startswith("dog/")]:
            parts.remove(part)


def add_kind(graph, kinds):
    def constant(name, value):
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(op, inputs, output, **attributes):
        graph.node.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def conv(layer, source, groups, pad=0):
        weight = torch.cat([kind[f"{layer}.weight"] for kind in kinds]).numpy().astype(np.float16)
        bias = torch.cat([kind[f"{layer}.bias"] for kind in kinds]).numpy()
        half = constant(f"dog/{layer}/weight/half", weight)
        names = [add("Cast", [half], f"dog/{layer}/weight", to=TensorProto.FLOAT), constant(f"dog/{layer}/bias", bias)]
        return add("Conv", [source, *names], f"dog/{layer}", group=groups, pads=[pad] * 4)

    parts = add("AveragePool", ["features"], "dog/parts", kernel_shape=[2, 2], strides=[2, 2])
    seen = add("LeakyRelu", [conv("a", parts, 1)], "dog/a/act", alpha=0.1)
    around = add("LeakyRelu", [conv("b", seen, len(kinds), 1)], "dog/b/act", alpha=0.1)
    seen = add("Add", [seen, around], "dog/sum")
    shape = constant("dog/shape", np.array([0, len(kinds), 2, -1], np.int64))
    maps = add("Reshape", [conv("o", seen, len(kinds)), shape], "dog/maps")
    logits = add("Gather", [maps, constant("dog/logits/index", np.int64(0))], "dog/logits", axis=2)
    weights = add("Gather", [maps, constant("dog/weights/index", np.int64(1))], "dog/weights", axis=2)
    shares = add("Softmax", [weights], "dog/shares", axis=2)
    products = add("Mul", [logits, shares], "dog/products")
    axis = constant("dog/axis", np.array([2], np.int64))
    votes = add("ReduceSum", [products, axis], "dog/votes", keepdims=0)
    add("ReduceMean", [votes], OUTPUT, axes=[1], keepdims=0)
    graph.output.append(helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["crops"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", type=Path, nargs="+", required=True, help="what kind_train.py wrote, one file a seed")
    parser.add_argument("--model", type=Path, default=Path("models/pet-head-192.onnx"), help="is changed in its place")
    options = parser.parse_args()
    model = onnx.load(str(options.model))
    without_kind(model.graph)
    kinds = [torch.load(path) for path in options.kinds]
    assert all(kind["a.weight"].shape[0] == WIDTH for kind in kinds)
    add_kind(model.graph, kinds)
    onnx.checker.check_model(model)
    onnx.save(model, str(options.model))
    print(f"{options.model}: {options.model.stat().st_size} bytes")


if __name__ == "__main__":
    main()
