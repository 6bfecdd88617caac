"""LPIPS by AlexNet and VGG-16. The networks have their real sizes, so their weights are drawn again by
the test: SplitMix64, which Java has as SplittableRandom."""

import warnings

import lpips
import numpy as np
import torch

from .common import save
from .metrics import pairs

# name: (height, width) of the pictures; one side is the least that the network takes
SIZES = {"alex": (31, 52), "vgg": (16, 37)}


def uniform(start, count):
    """The numbers in [0, 1) of 24 bits that new SplittableRandom(start) gives."""
    with np.errstate(over="ignore"):
        z = np.uint64(start) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2.0 ** -24)


def draw(seed, name, position):
    """A tensor of a network: non-negative where it weighs channels, else around 0."""
    numbers = torch.from_numpy(uniform((seed * 100 + position) << 32, name[1].numel())).view(name[1].shape)
    if name[0].startswith("lin"):
        return numbers
    bound = 0.1 if name[0].endswith("bias") else np.float32((6.0 / name[1][0].numel()) ** 0.5)
    return (2 * numbers - 1) * torch.tensor(bound, dtype=torch.float32)


def distance(seed, net):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = lpips.LPIPS(pretrained=False, pnet_rand=True, net=net, verbose=False)
    position = 0
    for path, parameter in model.named_parameters():
        if path.startswith("lins."):
            continue  # the same as lin0 …
        parameter.copy_(draw(seed, (path, parameter), position))
        position += 1
    return model


def make(out, seeds):
    tensors = {"seed": torch.tensor([float(seeds.seed)])}
    for net, (height, width) in SIZES.items():
        model = distance(seeds.seed, net)
        cases = pairs(seeds, "lpips." + net, height, width)
        for name in ("grain", "other", "extremes", "equal"):
            a, b = (torch.from_numpy(p.astype(np.float32)) for p in cases[name])
            tensors[f"in.{net}.{name}.a"], tensors[f"in.{net}.{name}.b"] = a, b
            given = [torch.from_numpy((p / 127.5 - 1).astype(np.float32)).permute(2, 0, 1)[None] for p in cases[name]]
            tensors[f"out.{net}.{name}"] = model(*given).reshape(1)
    save(tensors, out / "lpips" / "golden.safetensors")
