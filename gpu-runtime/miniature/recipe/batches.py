"""Pictures for training: photos from dataset.py, styled while they are read."""

import json
from pathlib import Path

import numpy as np
import torch

from styles import STYLES

NAMES = list(STYLES)

# How often the autoencoder sees each: lines and joints are what it learns last.
SHARES = np.array([5.0 if name == "photo" else 2.0 if name in ("pencil sketch", "ink", "cartoon", "mosaic", "neon") else 1.0 for name in NAMES])
SHARES /= SHARES.sum()


class Pictures:
    """The scenes of one size; `styled(i, name)` is float32 RGB in [0, 1]."""

    def __init__(self, folder, size):
        self.size = size
        self.photos = np.load(Path(folder) / f"photos-{size}.npy", mmap_mode="r")
        self.subjects = json.loads((Path(folder) / f"subjects-{size}.json").read_text())

    def __len__(self):
        return len(self.photos)

    def styled(self, index, name):
        photo = np.asarray(self.photos[index], np.float32) / np.float32(255)
        return STYLES[name](photo)


def tensor(pictures):
    """[(h, w, 3)] in [0, 1] to (n, 3, h, w) in [-1, 1]."""
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).contiguous() * 2 - 1


def crops(pictures, rng, count, side):
    """Random crops of random scenes in random styles, by their shares; whole tiles of 8."""
    out = []
    for _ in range(count):
        name = NAMES[rng.choice(len(NAMES), p=SHARES)]
        x = pictures.styled(int(rng.integers(len(pictures))), name)
        room = (pictures.size - side) // 8 + 1
        top, left = 8 * rng.integers(room), 8 * rng.integers(room)
        x = x[top:top + side, left:left + side]
        if rng.random() < 0.5:
            x = x[..., rng.permutation(3)]
        out.append(x[:, ::-1] if rng.random() < 0.5 and name != "mosaic" else x)
    return tensor(out)
