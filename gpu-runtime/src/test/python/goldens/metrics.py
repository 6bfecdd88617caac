"""Structural similarity by scikit-image; errors along a given flow by grid_sample; energies by NumPy and SciPy."""

import numpy as np
import scipy.ndimage
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


def luma(levels):
    return (levels / 255) @ np.array([0.299, 0.587, 0.114])


def gradient(grey):
    """Length of Sobel's gradient divided by 4, mirrored beyond the border without the outermost pixels."""
    return np.hypot(*(scipy.ndimage.sobel(grey, axis, mode="mirror") for axis in (0, 1))) / 4


def fast(size):
    """The next number without a prime factor above 5: what OpenCV transforms fast."""
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1


def high_frequencies(grey):
    """Mean square of what has at least a quarter of a cycle per pixel, under a Hann window."""
    windows = [np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2 for n in grey.shape]
    window = np.outer(*windows)
    shape = [fast(n) for n in grey.shape]
    power = np.abs(np.fft.fft2((grey - grey.mean()) * window, shape)) ** 2
    high = np.hypot(np.fft.fftfreq(shape[0])[:, None], np.fft.fftfreq(shape[1])[None]) >= 0.25
    return power[high].sum() / power.size / (window ** 2).sum()


def energies(levels):
    grey = luma(levels)
    return np.mean(gradient(grey) ** 2), high_frequencies(grey)


def edge_correlation(a, b):
    edges = [gradient(scipy.ndimage.gaussian_filter(luma(levels), 1, mode="mirror", truncate=3)).ravel()
             for levels in (a, b)]
    return np.corrcoef(*edges)[0, 1] if min(edge.std() for edge in edges) > 0 else 0


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
            tensors[f"out.{size}.{name}.energies"] = torch.tensor([*energies(a), *energies(b)]).float()
            tensors[f"out.{size}.{name}.edges"] = torch.tensor([edge_correlation(a, b)]).float()
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
