"""Structural similarity by scikit-image; errors along a given flow by grid_sample."""

import numpy as np
import torch
import torch.nn.functional as functional
from skimage.metrics import structural_similarity

from .common import save
from .styles import picture

SIZES = {"even": (32, 48), "odd": (29, 37), "least": (11, 13)}


def levels(seeds, name, height, width):
    return np.rint(picture(seeds, name, height, width) * 255).astype(np.uint8)


def pairs(seeds, name, height, width):
    """Two pictures each: with grain, unrelated, black beside white, saturated, equal."""
    photo = levels(seeds, name, height, width)
    grain = seeds.normal(f"metrics.{name}.grain", height, width, 3).numpy() * 20
    black = np.zeros_like(photo)
    return {
        "grain": (photo, np.clip(photo + grain, 0, 255).astype(np.uint8)),
        "other": (photo, levels(seeds, name + ".other", height, width)),
        "extremes": (black, black + 255),
        "saturated": (photo, np.where(photo > 127, 255, 0).astype(np.uint8)),
        "equal": (photo, photo),
    }


def ssim(a, b):
    return structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False,
                                 data_range=255, channel_axis=2)


def sampled(values, x, y):
    """(H, W, C) read at (x, y), which are (H, W), beyond the edge as at it."""
    height, width = x.shape
    grid = torch.stack([2 * x / (width - 1) - 1, 2 * y / (height - 1) - 1], -1)
    planes = values.permute(2, 0, 1)[None]
    read = functional.grid_sample(planes, torch.nan_to_num(grid)[None], mode="bilinear",
                                  padding_mode="border", align_corners=True)
    return read[0].permute(1, 2, 0)


def errors(earlier, later, back, ahead):
    """Of the later picture against the earlier one: over what both see; over all that flow reaches."""
    height, width = back.shape[:2]
    y, x = torch.meshgrid(torch.arange(height, dtype=torch.float64), torch.arange(width, dtype=torch.float64),
                          indexing="ij")
    x, y = x + back[..., 0], y + back[..., 1]
    inside = (x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1)
    there = sampled(ahead, x, y)
    apart = (back + there).norm(dim=2)
    visible = inside & (apart <= 0.01 * (back.norm(dim=2) + ahead.norm(dim=2)) + 0.5)
    squares = ((sampled(earlier / 255, x, y) - later / 255) ** 2).mean(2)
    return squares[visible].mean(), squares[inside].mean(), visible.double().mean()


def make(out, seeds):
    tensors = {}
    for size, (height, width) in SIZES.items():
        for name, (a, b) in pairs(seeds, size, height, width).items():
            tensors[f"in.{size}.{name}.a"] = torch.from_numpy(a).float()
            tensors[f"in.{size}.{name}.b"] = torch.from_numpy(b).float()
            tensors[f"out.{size}.{name}.ssim"] = torch.tensor([ssim(a, b)]).float()
        # a motion of all, and one that differs from pixel to pixel: some pixels are occluded, some leave
        motion = seeds.normal(f"metrics.{size}.motion", 1, 1, 2) * 2
        back = motion + seeds.normal(f"metrics.{size}.back", height, width, 2) * 0.3
        ahead = -motion + seeds.normal(f"metrics.{size}.ahead", height, width, 2) * 0.3
        back[0, 3] = float("nan")
        earlier, later = (torch.from_numpy(p).double() for p in pairs(seeds, size, height, width)["grain"])
        warp, mse, share = errors(earlier, later, back.double(), ahead.double())
        tensors[f"in.{size}.back"] = back
        tensors[f"in.{size}.ahead"] = ahead
        tensors[f"out.{size}.errors"] = torch.stack([warp, mse, share]).float()
    save(tensors, out / "metrics" / "golden.safetensors")
