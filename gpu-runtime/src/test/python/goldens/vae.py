"""Latents sampled from the autoencoder's posterior."""

import torch
from diffusers import AutoencoderKL

from . import families
from .common import save

SIZE = (8, 16)


def make(out, seeds):
    for name in families.FAMILIES:
        vae = AutoencoderKL.from_pretrained(out / name / "vae").eval()
        h, w = SIZE
        # the picture of goldens/models.py
        image = torch.tanh(seeds.normal(name + ".image", 2, 3, 8 * h, 8 * w))
        posterior = vae.encode(image).latent_dist
        noise = seeds.normal(name + ".posterior", 2, 4, h, w)
        sample = (posterior.mean + posterior.std * noise) * vae.config.scaling_factor
        save({"sample.in.noise": noise, "sample.out": sample}, out / "vae" / f"{name}.safetensors")
