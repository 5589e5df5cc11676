#!/usr/bin/python3
"""Rewrites NanoDet's TensorFlow.js graph as ONNX. Called by convert-nanodet.mjs, which says where files come from.

The source graph is ONNX that was once turned into TensorFlow: every convolution sits between two transposes and
behind an explicit Pad. Transposes are therefore carried along as a permutation and computed only where nothing
else undoes them; Pad and the bias Add are folded into the convolution. Weights stay float16 as published, with a
Cast in front, so the file is half as large and no value changes.

Added by us, so that no program has to loop over pixels: uint8 RGB rows in (BGR order, mean and deviation as
upstream's config has them), and one tensor each for the scores and the box distances of all three strides.
"""
import argparse
import base64
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MEAN_BGR = [103.53, 116.28, 123.675]
STD_BGR = [57.375, 57.12, 58.395]
NHWC_OF_NCHW = (0, 2, 3, 1)
NCHW_OF_NHWC = (0, 3, 1, 2)
# Everything that is resized is in the feature pyramid, which has this many channels throughout.
NECK_CHANNELS = 128
# The source's names for the outputs, by stride 8, 16, 32.
SCORES = ["Identity", "Identity_1", "Identity_2"]
DISTANCES = ["Identity_3", "Identity_4", "Identity_5"]


class Converter:
    """Walks the source graph from its outputs; `values` maps a source name to (ONNX name, permutation)."""

    def __init__(self, topology, weights):
        self.source = {node["name"]: node for node in topology["node"]}
        self.weights = weights
        self.values = {}
        self.nodes = []
        self.constants = []
        self.pads = {}
        self.convs = {}

    def emit(self, op, inputs, output, **attributes):
        node = helper.make_node(op, inputs, [output], name=output, **attributes)
        self.nodes.append(node)
        return output

    def constant(self, name, array):
        """Stores `array`; float16 goes through a Cast to float."""
        if array.dtype != np.float16:
            self.constants.append(numpy_helper.from_array(array, name))
            return name
        self.constants.append(numpy_helper.from_array(array, name + "/half"))
        return self.emit("Cast", [name + "/half"], name, to=TensorProto.FLOAT)

    def value(self, name):
        """The ONNX value of a source tensor, converting what it needs first."""
        if name not in self.values:
            node = self.source[name.split(":")[0]]
            handler = getattr(self, "op_" + node["op"].lower(), None)
            if handler is None:
                sys.exit(f"{node['name']}: no rule for {node['op']}")
            handler(node["name"], node.get("input", []), node.get("attr", {}))
        return self.values[name]

    def laid_out(self, name, permutation):
        """The ONNX value whose dimensions are the source tensor's, permuted by `permutation`."""
        onnx_name, carried = self.value(name)
        missing = tuple(carried.index(axis) for axis in permutation)
        if missing == tuple(range(len(missing))):
            return onnx_name
        return self.emit("Transpose", [onnx_name], f"{onnx_name}/{''.join(map(str, missing))}", perm=missing)

    def number(self, name):
        """A constant of the source graph, computed where it is an expression of constants."""
        if name in self.weights:
            return self.weights[name]
        node = self.source[name]
        inputs = [self.number(i) for i in node["input"]]
        if node["op"] == "AddV2":
            return inputs[0] + inputs[1]
        if node["op"] == "SparseToDense":
            where, shape, what, default = inputs
            dense = np.full(shape, default)
            dense[tuple(where.reshape(-1, len(shape)).T)] = what
            return dense
        sys.exit(f"{name}: {node['op']} is not constant")

    def op_placeholder(self, name, inputs, attributes):
        for side, numbers in (("mean", MEAN_BGR), ("std", STD_BGR)):
            self.constant(side, np.array(numbers, np.float32))
        self.constant("bgr", np.array([2, 1, 0], np.int64))
        pixels = self.emit("Cast", ["image"], "pixels", to=TensorProto.FLOAT)
        swapped = self.emit("Gather", [pixels, "bgr"], "pixels/bgr", axis=3)
        centred = self.emit("Sub", [swapped, "mean"], "pixels/centred")
        # The source wants NCHW; what is stored is NHWC: its axis k of the source is stored at position j.
        self.values[name] = (self.emit("Div", [centred, "std"], "pixels/normal"), NHWC_OF_NCHW)

    def op_transpose(self, name, inputs, attributes):
        stored, carried = self.value(inputs[0])
        order = [int(axis) for axis in self.number(inputs[1])]
        self.values[name] = (stored, tuple(order.index(axis) for axis in carried))

    def op_pad(self, name, inputs, attributes):
        """Keeps the padding for the convolution or pooling that follows."""
        self.values[name] = self.value(inputs[0])
        (top, bottom), (left, right) = self.number(inputs[1])[2:]
        self.pads[name] = [int(top), int(left), int(bottom), int(right)]

    op_padv2 = op_pad

    def pads_before(self, name):
        """The padding of the Pad behind a transpose, if there is one."""
        while self.source[name]["op"] == "Transpose":
            name = self.source[name]["input"][0]
        return self.pads.get(name, [0, 0, 0, 0])

    def op_conv2d(self, name, inputs, attributes):
        data = self.laid_out(inputs[0], NCHW_OF_NHWC)
        kernel = self.constant(inputs[1], self.weights[inputs[1]].transpose(3, 2, 0, 1).copy())
        self.emit(
            "Conv", [data, kernel], name, pads=self.pads_before(inputs[0]), strides=strides_of(attributes)
        )
        self.convs[name] = self.nodes[-1]
        self.values[name] = (name, NCHW_OF_NHWC)

    def op_maxpool(self, name, inputs, attributes):
        data = self.laid_out(inputs[0], NCHW_OF_NHWC)
        size = [int(i) for i in attributes["ksize"]["list"]["i"]][1:3]
        pads, strides = self.pads_before(inputs[0]), strides_of(attributes)
        self.emit("MaxPool", [data], name, kernel_shape=size, pads=pads, strides=strides)
        self.values[name] = (name, NCHW_OF_NHWC)

    def op_add(self, name, inputs, attributes):
        left, right = inputs
        if left in self.source and self.source[left]["op"] == "Conv2D" and right in self.weights:
            self.values[name] = self.value(left)
            bias = self.constant(right, self.weights[right].reshape(-1))
            self.move_last_before(self.convs[left])
            self.convs[left].input.append(bias)
            return
        stored, carried = self.value(left)
        self.emit("Add", [stored, self.laid_out(right, carried)], name)
        self.values[name] = (name, carried)

    def move_last_before(self, conv):
        """ONNX wants nodes in order: a bias's Cast belongs in front of its convolution."""
        cast = self.nodes.pop()
        self.nodes.insert(self.nodes.index(conv), cast)

    def op_leakyrelu(self, name, inputs, attributes):
        stored, carried = self.value(inputs[0])
        alpha = float(np.float32(attributes["alpha"]["f"]))
        self.values[name] = (self.emit("LeakyRelu", [stored], name, alpha=alpha), carried)

    def op_sigmoid(self, name, inputs, attributes):
        stored, carried = self.value(inputs[0])
        self.values[name] = (self.emit("Sigmoid", [stored], name), carried)

    def op_concatv2(self, name, inputs, attributes):
        *parts, axis = inputs
        carried = self.value(parts[0])[1]
        names = [self.laid_out(part, carried) for part in parts]
        at = carried.index(int(self.number(axis)))
        self.values[name] = (self.emit("Concat", names, name, axis=at), carried)

    def op_resizebilinear(self, name, inputs, attributes):
        data = self.laid_out(inputs[0], NCHW_OF_NHWC)
        sizes = np.array([1, NECK_CHANNELS, *self.number(inputs[1])], np.int64)
        sizes = self.constant(name + "/size", sizes)
        mode = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
        self.emit("Resize", [data, "", "", sizes], name, **mode)
        self.values[name] = (name, NCHW_OF_NHWC)

    def op_splitv(self, name, inputs, attributes):
        data, sizes, axis = inputs
        stored, carried = self.value(data)
        lengths = self.constant(name + "/sizes", self.number(sizes).astype(np.int64))
        outputs = [name, name + ":1"]
        at = carried.index(int(self.number(axis)))
        self.nodes.append(helper.make_node("Split", [stored, lengths], outputs, name=name, axis=at))
        for output in outputs:
            self.values[output] = (output, carried)

    def op_reshape(self, name, inputs, attributes):
        shape = self.number(inputs[1]).astype(np.int64)
        data = self.laid_out(inputs[0], (0, 1, 2, 3))
        self.values[name] = (
            self.emit("Reshape", [data, self.constant(name + "/shape", shape)], name),
            (0, 1, 2),
        )

    def op_identity(self, name, inputs, attributes):
        self.values[name] = self.value(inputs[0])


def strides_of(attributes):
    return [int(i) for i in attributes["strides"]["list"]["i"]][1:3]


def read_weights(description, folder):
    """Every weight by name, in its published type: float16 where it was published so."""
    data = b"".join((folder / path).read_bytes() for path in description["paths"])
    weights, at = {}, 0
    for entry in description["weights"]:
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"]))
        weights[entry["name"]] = np.frombuffer(data, stored, count, at).reshape(entry["shape"])
        at += count * stored.itemsize
    if at != len(data):
        sys.exit(f"read {at} of {len(data)} bytes of weights")
    return weights


def convert(folder):
    description = json.loads((folder / "nanodet.json").read_text())
    for node in description["modelTopology"]["node"]:
        for attribute in node.get("attr", {}).values():
            if attribute.get("s") and base64.b64decode(attribute["s"]) not in (b"NHWC", b"VALID"):
                sys.exit(f"{node['name']}: only NHWC and VALID are handled")
    converter = Converter(description["modelTopology"], read_weights(description["weightsManifest"][0], folder))
    for output, parts in (("scores", SCORES), ("distances", DISTANCES)):
        names = [converter.laid_out(part, (0, 1, 2)) for part in parts]
        converter.emit("Concat", names, output, axis=1)
    graph = helper.make_graph(
        converter.nodes,
        "nanodet-416",
        [helper.make_tensor_value_info("image", TensorProto.UINT8, [1, 416, 416, 3])],
        [
            helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, 3549, 80]),
            helper.make_tensor_value_info("distances", TensorProto.FLOAT, [1, 3549, 44]),
        ],
        converter.constants,
    )
    model = helper.make_model(graph, producer_name="petcam-hub", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model, full_check=True)
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path, help="folder with nanodet.json and nanodet.bin")
    parser.add_argument("out", type=Path, help="the ONNX file to write")
    options = parser.parse_args()
    onnx.save(convert(options.folder), str(options.out))


if __name__ == "__main__":
    main()
