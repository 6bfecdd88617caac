"""Propagation between keyframes: choice of pixels and blends, as Rerender-A-Video's, OpenCV and SciPy's LSQR."""

import cv2
import numpy as np
import torch
from scipy.sparse import coo_array, identity, vstack
from scipy.sparse.linalg import lsqr

from .common import save
from .styles import picture

SIZES = {"even": (32, 24), "odd": (29, 37)}  # (H, W)
GAMMA = (2.5, 0.5, 0.5)


def levels(seeds, name, height, width):
    """(H, W, 3) uint8 BGR."""
    return np.rint(picture(seeds, name, height, width) * 255).astype(np.uint8)


def lab(bgr):
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2Lab)


def moved(x, to_mean, to_deviation):
    """With another mean and (population) deviation, channel by channel."""
    x = x.astype(np.float32)
    return (x - x.mean((0, 1), dtype=np.float64)) * to_deviation / x.std((0, 1), dtype=np.float64) + to_mean


def histogram_blend(a, b, chosen, w1):
    """Lab, not rounded."""
    a, b, chosen = lab(a), lab(b), lab(chosen)
    mixed = ((1 - w1) * moved(a, 128, 256 / 36) + w1 * moved(b, 128, 256 / 36) - 128) / 0.5 + 128
    mixed = (mixed - mixed.mean((0, 1))) / mixed.std((0, 1))
    return mixed * chosen.std((0, 1)) + chosen.mean((0, 1))


def rounded(x):
    return cv2.cvtColor(np.clip(np.round(x), 0, 255).astype(np.uint8), cv2.COLOR_Lab2BGR)


def difference(height, width, dy, dx):
    """Sparse (HW, HW): each pixel less its neighbour; empty rows where there is none."""
    at = np.arange(height * width).reshape(height, width)
    here = at[: height - dy, : width - dx].ravel()
    there = at[dy:, dx:].ravel()
    rows = np.concatenate([here, here])
    ones = np.ones(len(here))
    return coo_array((np.concatenate([ones, -ones]), (rows, np.concatenate([here, there]))),
                     shape=(height * width,) * 2).tocsc()


def poisson(colours, a, b, mask):
    """Lab, neither cut nor truncated. lsqr as it is called there: with its own tolerances."""
    height, width = mask.shape
    base, a, b = (lab(x).astype(float) for x in (colours, a, b))
    result = np.zeros_like(base)
    for channel, gamma in enumerate(GAMMA):
        taken = []
        for dy, dx in ((1, 0), (0, 1)):
            d = difference(height, width, dy, dx)
            of_a, of_b = ((d @ x[..., channel].ravel()) for x in (a, b))
            taken.append((d, np.clip(np.where(mask.ravel() > 0, of_b, of_a), -100, 100)))
        mean = base[..., channel].mean()
        left = vstack([gamma * d for d, _ in taken] + [identity(height * width)])
        right = np.concatenate([gamma * g for _, g in taken] + [base[..., channel].ravel() - mean])
        result[..., channel] = (lsqr(left, right)[0] + mean).reshape(height, width)
    return result


def truncated(x):
    return cv2.cvtColor(np.clip(x, 0, 255).astype(np.uint8), cv2.COLOR_Lab2BGR)


def put(tensors, name, x):
    tensors[name] = torch.from_numpy(np.ascontiguousarray(x, np.float32))


def put_picture(tensors, name, bgr):
    put(tensors, name, bgr[..., ::-1])


def blends(seeds, tensors, case, height, width):
    a, b = (levels(seeds, f"propagate.{case}.{x}", height, width) for x in "ab")
    mask = (seeds.normal(f"propagate.{case}.mask", height, width).numpy() > 0.3).astype(np.uint8)
    mask = cv2.medianBlur(mask, 3)
    chosen = np.where(mask[..., None] > 0, b, a)
    for name, x in (("a", a), ("b", b), ("selected", chosen)):
        put_picture(tensors, f"{case}.in.{name}", x)
    put(tensors, f"{case}.in.mask", mask)
    put(tensors, f"{case}.out.lab", lab(a))
    for name, w1 in (("first", 0), ("third", 1 / 3), ("late", 0.75)):
        blend = histogram_blend(a, b, chosen, w1)
        put(tensors, f"{case}.out.{name}.blend", blend)
        put_picture(tensors, f"{case}.out.{name}.rounded", rounded(blend))
        solved = poisson(rounded(blend), a, b, mask)
        put(tensors, f"{case}.out.{name}.poisson", solved)
        put_picture(tensors, f"{case}.out.{name}.truncated", truncated(solved))


def make(out, seeds):
    tensors = {}
    for case, (height, width) in SIZES.items():
        blends(seeds, tensors, case, height, width)
    save(tensors, out / "propagate" / "golden.safetensors")
