"""Propagation between keyframes, as Rerender-A-Video's: guides, choice of pixels, blends with SciPy's LSQR."""

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


def flow(seeds, name, height, width):
    """(2, H, W), x first: smooth, some pixels long, leaving the picture; never half way between two pixels."""
    coarse = seeds.normal(name, 1, 2, 4, 4) * 3
    smooth = torch.nn.functional.interpolate(coarse, (height, width), mode="bicubic", align_corners=True)
    return (torch.round(smooth * 8) + 0.5) / 8


def warped(x, field):
    """(H, W, C) by grid_sample: nearest, zeros outside, corners aligned."""
    height, width = x.shape[:2]
    y, x_ = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    at = torch.stack([x_, y])[None] + field
    grid = torch.stack([at[0, 0] * 2 / (width - 1) - 1, at[0, 1] * 2 / (height - 1) - 1], -1)[None]
    values = torch.from_numpy(np.ascontiguousarray(x)).float().permute(2, 0, 1)[None]
    result = torch.nn.functional.grid_sample(values, grid, mode="nearest", align_corners=True)
    return result[0].permute(1, 2, 0).numpy().astype(np.uint8)


def edges(bgr):
    return cv2.filter2D(bgr, -1, np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]))


def positions(height, width):
    down, right = np.meshgrid(np.linspace(0, 1, height), np.linspace(0, 1, width), indexing="ij")
    return np.stack([0 * down, right * 255, down * 255], -1).astype(np.uint8)


def guides(seeds, tensors, case, height, width):
    a = levels(seeds, f"propagate.{case}.a", height, width)
    field = flow(seeds, f"propagate.{case}.flow", height, width)
    mask = (seeds.normal(f"propagate.{case}.occluded", height, width).numpy() > 1).astype(np.uint8)
    put(tensors, f"{case}.in.flow", field[0].permute(1, 2, 0).numpy())
    put(tensors, f"{case}.in.occluded", mask)
    for name, x in (("edges", edges(a)), ("positions", positions(height, width)), ("warped", warped(a, field)),
                    ("painted", cv2.inpaint(warped(a, field), mask, 30, cv2.INPAINT_TELEA))):
        put_picture(tensors, f"{case}.out.{name}", x)


def choices(first, second, flows, mirrored, position):
    """Masks of a whole interval: 1 where the second's error, by nearness in time, is not the larger one."""
    masks = []
    for i, dist in enumerate(first):
        w1 = position(i, len(first))
        other = second[len(first) - 1 - i if mirrored else i]
        mask = np.where(w1 * dist.astype(float) < (1 - w1) * other, 0, 1).astype(np.uint8) * (w1 != 0)
        if masks:
            mask = mask | warped(masks[-1][..., None], flows[i])[..., 0]
        masks.append(mask)
    return masks


VARIANTS = {  # mirrored errors, weight of the second at frame i of n between keyframes, end of Poisson
    "official": (True, lambda i, n: i / n, truncated),
    "paper": (False, lambda i, n: (i + 1) / (n + 1), rounded),
}


def intervals(seeds, tensors, case, height, width, frames):
    a, b = ([levels(seeds, f"propagate.{case}.{x}{i}", height, width) for i in range(frames)] for x in "ab")
    first, second = (
        [seeds.normal(f"propagate.{case}.error{x}{i}", height, width).exp().numpy() * 1e4 for i in range(frames)]
        for x in "ab")
    first, second = ([cv2.GaussianBlur(x, (7, 7), 2) for x in errors] for errors in (first, second))
    flows = [flow(seeds, f"propagate.{case}.flow{i}", height, width) for i in range(frames)]
    for name, xs in (("a", a), ("b", b)):
        put(tensors, f"{case}.in.{name}", np.stack(xs)[..., ::-1])
    for name, xs in (("first", first), ("second", second)):
        put(tensors, f"{case}.in.{name}", np.stack(xs))
    put(tensors, f"{case}.in.flows", torch.stack([x[0].permute(1, 2, 0) for x in flows]).numpy())
    for variant, (mirrored, position, ended) in VARIANTS.items():
        masks = choices(first, second, flows, mirrored, position)
        put(tensors, f"{case}.out.{variant}.masks", np.stack(masks))
        made = []
        for i, mask in enumerate(masks):
            chosen = np.where(mask[..., None] > 0, b[i], a[i])
            made.append(rounded(histogram_blend(a[i], b[i], chosen, position(i, frames))))
        put(tensors, f"{case}.out.{variant}.blend", np.stack(made)[..., ::-1])
        made = [ended(poisson(*x)) for x in zip(made, a, b, masks)]
        put(tensors, f"{case}.out.{variant}.poisson", np.stack(made)[..., ::-1])


def make(out, seeds):
    tensors = {}
    for case, (height, width) in SIZES.items():
        blends(seeds, tensors, case, height, width)
        guides(seeds, tensors, case, height, width)
    for frames in (1, 3):
        intervals(seeds, tensors, f"interval{frames}", 22, 26, frames)
    save(tensors, out / "propagate" / "golden.safetensors")
