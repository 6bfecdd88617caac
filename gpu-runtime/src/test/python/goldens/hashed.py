"""Weights as a function of a name, so that full-size networks need no file: the tests make the same.

A tensor's numbers are uniform in [-1, 1): number i is the upper 24 bits of splitmix64 at
FNV-1a("SEED/NETWORK/TENSOR") + i * the golden ratio. Then they are brought to the size that such a tensor
has in a network, in single precision, as HashedWeights.java does.
"""

import numpy
import torch

GOLDEN = 0x9E3779B97F4A7C15
WORD = (1 << 64) - 1


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & WORD
    return value


def uniform(key, count):
    """(count) in [-1, 1), float32, exact."""
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(fnv(key)) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(GOLDEN)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return (z >> numpy.uint64(40)).astype(numpy.float32) * numpy.float32(2 ** -23) - numpy.float32(1)


def values(key, name, shape):
    """A tensor's numbers, by what its name says it is."""
    count = int(numpy.prod(shape)) if shape else 1
    u = uniform(key + "/" + name, count)
    if name.endswith("running_var"):
        flat = numpy.float32(1) + numpy.float32(0.5) * u
    elif name.endswith("running_mean") or name.endswith("bias"):
        flat = numpy.float32(0.1) * u
    elif len(shape) == 1:
        flat = numpy.float32(NORM) + numpy.float32(0.1) * u
    else:
        flat = numpy.float32((3 / numpy.prod(shape[1:])) ** 0.5) * u
    for part, share in SHARES.items():
        if part in name:
            flat = numpy.float32(share) * flat
    return flat.reshape(shape)


# Smaller than what training begins with: matching by softmax is not a choice of one then, where rounding
# errors would decide between two nearly equal places.
NORM = 0.35

# Layers that are smaller still: GMFlow's last before matching, for that reason; and RAFT's step, so that
# twenty of them stay within the picture.
SHARES = {"backbone.conv2": 0.5, "flow_head.conv2": 0.1}


def fill(module, key):
    """Replaces all of a module's numbers; returns the key, and the shape of each tensor by name."""
    shapes = {}
    state = module.state_dict()
    for name, tensor in state.items():
        if tensor.dtype == torch.float32:
            state[name] = torch.from_numpy(values(key, name, tuple(tensor.shape)))
        shapes[name] = " ".join(str(size) for size in tensor.shape)
    module.load_state_dict(state)
    return {"key": key, "shapes": shapes}
