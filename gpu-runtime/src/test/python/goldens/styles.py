"""Style filters: what miniature/recipe/styles.py makes of pictures; what its captions.py calls them."""

import importlib.util
import pathlib

import numpy as np
import torch

from .common import save, write_json

RECIPE = pathlib.Path(__file__).parents[4] / "miniature" / "recipe"
SIZES = {"even": (32, 48), "odd": (29, 37)}


def recipe(name):
    spec = importlib.util.spec_from_file_location("recipe_" + name, RECIPE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def picture(seeds, name, height, width):
    """Dead leaves under slanting light, with a little grain: levels of 8 bits in [0, 1]."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    leaves = torch.rand(60, 6, generator=seeds.generator("styles", name, "leaves")).numpy()
    image = np.zeros((height, width, 3), np.float32)
    image[:] = leaves[0, 3:]
    for cx, cy, size, *colour in leaves:
        radius = 1.5 + 9 * size ** 3
        inside = (x - cx * width) ** 2 + (y - cy * height) ** 2 < radius ** 2
        image[inside] = colour
    light = 0.55 + 0.5 * (x / width + y / height) / 2
    grain = seeds.normal(f"styles.{name}.grain", height, width, 3).numpy() * 0.015
    return np.clip(np.rint((image * light[..., None] + grain) * 255), 0, 255).astype(np.float32) / np.float32(255)


def make(out, seeds):
    filters = recipe("styles").STYLES
    tensors = {}
    for name, (height, width) in SIZES.items():
        photo = picture(seeds, name, height, width)
        tensors[f"in.{name}"] = torch.from_numpy(photo)
        for style, apply in filters.items():
            tensors[f"out.{name}.{style}"] = torch.from_numpy(apply(photo))
    save(tensors, out / "styles" / "golden.safetensors")
    write_json([[style, phrases[0]] for style, phrases in recipe("captions").PHRASES.items()],
               out / "styles" / "prompts.json")
