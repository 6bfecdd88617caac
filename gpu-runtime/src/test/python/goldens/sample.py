"""Warps and masks in the words of the methods' code: GMFlow's geometry, Rerender's soft masks, WAVE's feature warp."""

import torch
import torch.nn.functional as F
from torchvision.transforms.functional import gaussian_blur

from .common import save

HEIGHT, WIDTH = 44, 61
FEATURES = (2, 5, 6, 8)


def smooth(seeds, name, channels, height, width, cells=4):
    """Normal numbers at a few cells, bicubic between them."""
    coarse = seeds.normal(f"sample.{name}", 1, channels, cells, cells)
    return F.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=True)


def pixels(height, width, dtype=torch.float32):
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([x, y])[None].to(dtype)


def warp(x, flow, mode="bilinear"):
    height, width = flow.shape[2:]
    places = pixels(height, width) + flow
    grid = torch.stack([2 * places[:, 0] / (width - 1) - 1, 2 * places[:, 1] / (height - 1) - 1], -1)
    return F.grid_sample(x, grid, mode=mode, padding_mode="zeros", align_corners=True)


def length(flow):
    return torch.norm(flow, dim=1, keepdim=True)


def excess(own, other, power):
    """What is above 0 is occluded: the check of Rerender and GMFlow with power 1, the one of WAVE's paper with 2."""
    error = length(own + warp(other, own)) ** power
    return error - (0.01 * (length(own) ** power + length(other) ** power) + 0.5)


def soft(occluded):
    around = gaussian_blur(F.max_pool2d(occluded, 9, stride=1, padding=4), 9, 18.0)
    return (around + occluded).clamp(0, 1)


def feature_grid(flow, height, width, dtype):
    flow = flow.to(dtype)
    places = pixels(*flow.shape[2:], dtype) + flow
    places[:, 0] /= flow.shape[3]
    places[:, 1] /= flow.shape[2]
    small = F.interpolate(places * 2 - 1, size=(height, width), mode="bilinear", align_corners=False)
    return small.permute(0, 2, 3, 1).float()


def make(out, seeds):
    tensors = {}
    forward = 2.5 * smooth(seeds, "forward", 2, HEIGHT, WIDTH)
    backward = -forward
    for _ in range(5):
        backward = -warp(forward, backward)
    # now they undo each other; some of it is taken back
    backward = backward + 0.5 * smooth(seeds, "rest", 2, HEIGHT, WIDTH, cells=7)
    tensors["in.forward"], tensors["in.backward"] = forward, backward
    before = (127.5 + 50 * smooth(seeds, "before", 3, HEIGHT, WIDTH, cells=9)).clamp(0, 255).round()
    # the same scene, moved, under a light that changes over it
    light = 15 * smooth(seeds, "light", 1, HEIGHT, WIDTH)
    now = (warp(before - 127.5, backward) + 127.5 + light).clamp(0, 255).round()
    tensors["in.before"], tensors["in.now"] = before, now
    before, now = (before / 255 - 0.5) / 0.5, (now / 255 - 0.5) / 0.5

    occluded = {}
    for name, own, other in (("forward", forward, backward), ("backward", backward, forward)):
        for rule, power in (("lengths", 1), ("squares", 2)):
            tensors[f"out.{rule}.{name}"] = excess(own, other, power)
            occluded[rule, name] = (excess(own, other, power) > 0).float()
    residual = (warp(before, backward) - now).abs().mean(1, keepdim=True)
    tensors["out.residual"] = residual
    tensors["out.warpable"] = (1 - occluded["lengths", "backward"]) - 5 * residual - 0.6

    # from here on masks are given, so that a pixel at a threshold has no share in what follows
    hidden = (smooth(seeds, "hidden", 1, HEIGHT, WIDTH, cells=6) > 1).float()
    tensors["in.hidden"] = hidden
    tensors["out.soft"] = soft(hidden)
    tensors["out.cells"] = 1 - F.max_pool2d(soft(hidden), 8)
    flow8 = F.interpolate(backward / 8, scale_factor=1 / 8, mode="bilinear", align_corners=False)
    tensors["out.flow8"] = flow8
    latents = seeds.normal("sample.latents", 1, 4, *flow8.shape[2:])
    tensors["in.latents"] = latents
    tensors["out.latents"] = warp(latents, flow8, "nearest")
    tensors["out.bilinear"] = warp(before, backward)

    previous, own = seeds.normal("sample.previous", *FEATURES), seeds.normal("sample.own", *FEATURES)
    tensors["in.previous"], tensors["in.own"] = previous, own
    height, width = FEATURES[2:]
    mask = F.interpolate(1 - hidden, size=(height, width), mode="nearest")
    for name, dtype in (("single", torch.float32), ("official", torch.float16)):
        grid = feature_grid(backward, height, width, dtype)
        tensors[f"out.grid.{name}"] = grid
        warped = F.grid_sample(previous, grid.expand(FEATURES[0], -1, -1, -1), mode="nearest",
                               padding_mode="reflection", align_corners=False)
        tensors[f"out.features.{name}"] = warped
        tensors[f"out.blend.{name}"] = mask * warped + (1 - mask) * own
    save(tensors, out / "sample" / "golden.safetensors")
