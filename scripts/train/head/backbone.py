"""The detector's backbone in PyTorch, with the weights of models/nanodet-416.onnx, frozen.

COCO has taught it what cats and dogs look like; what it computes at strides 8 and 16 tells a face from the back of
a head after a minute of training on a thousand photos, where a network of our own from scratch does not generalise.
"""
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

SIDE = 192
INPUT = "image"
# Names in the detector's graph: the normalised planes, and the features at strides 8, 16 and 32.
PLANES = "pixels/normal/0312"
C3 = "PartitionedCall/onnx_tf_prefix_Concat_27"
C4 = "PartitionedCall/onnx_tf_prefix_Concat_42"
C5 = "PartitionedCall/onnx_tf_prefix_Concat_62"
CHANNELS = 256 + 128 + 512
MEAN_BGR = (103.53, 116.28, 123.675)
STD_BGR = (57.375, 57.12, 58.395)


class Backbone:
    """CSPDarknet-tiny, as NanoDet-g has it."""

    def __init__(self, detector):
        graph = onnx.load(str(detector)).graph
        tensors = {t.name: torch.tensor(numpy_helper.to_array(t).copy()).float() for t in graph.initializer}
        casts = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
        value = lambda name: tensors[casts.get(name, name)]
        self.layers = {}
        for node in graph.node:
            if node.op_type != "Conv":
                continue
            number = node.name.rsplit("_", 1)[-1]
            stride = next(a.ints[0] for a in node.attribute if a.name == "strides")
            self.layers[int(number) if number.isdigit() else 0] = (value(node.input[1]), value(node.input[2]), stride)
        self.mean = torch.tensor(MEAN_BGR).view(1, 3, 1, 1)
        self.std = torch.tensor(STD_BGR).view(1, 3, 1, 1)

    def conv(self, x, number):
        weight, bias, stride = self.layers[number]
        return F.leaky_relu(F.conv2d(x, weight, bias, stride=stride, padding=weight.shape[2] // 2), 0.1)

    def stage(self, x, first, inner):
        """One cross-stage-partial stage of `inner` inner blocks; halves the size."""
        entry = self.conv(x, first)
        y = entry
        for block in range(inner):
            a = self.conv(y, first + 1 + 2 * block)
            y = torch.cat([self.conv(a, first + 2 + 2 * block), a], 1)
        return torch.cat([self.conv(y, first + 1 + 2 * inner), entry], 1)

    @torch.no_grad()
    def __call__(self, rgb):
        """uint8 [N, 3, SIDE, SIDE] -> float [N, CHANNELS, SIDE / 16, SIDE / 16]."""
        x = self.conv((rgb.flip(1).float() - self.mean) / self.std, 0)
        x = F.max_pool2d(F.pad(x, (1, 1, 1, 1), value=-1e9), 3, 2)
        entry = self.conv(x, 1)
        a = self.conv(entry, 2)
        x = torch.cat([self.conv(torch.cat([self.conv(a, 3), a], 1), 4), entry], 1)
        c3 = self.stage(x, 5, 2)
        c4 = self.stage(c3, 11, 2)
        c5 = F.interpolate(self.stage(c4, 17, 3), scale_factor=2, mode="bilinear", align_corners=False)
        return torch.cat([c4, F.avg_pool2d(c3, 2), c5], 1)
