"""Whole models of each family, saved as diffusers saves them, and what their parts compute."""

import torch

from . import families
from .common import PROMPTS, save

SIZE = (8, 16)


def cases(seeds, name, pipe):
    tensors = {}
    text = families.embed(pipe, PROMPTS)
    tensors["text.out"] = text
    unet, vae = pipe.unet, pipe.vae
    h, w = SIZE
    x = seeds.normal(name + ".x", 2, 4, h, w)
    tensors["unet.in.x"] = x
    for t in (7, 501, 999):
        tensors[f"unet.out.{t}"] = unet(x, t, text).sample
    channels = unet.config.block_out_channels
    block = unet.down_blocks[1]
    r = seeds.normal(name + ".residual", 2, channels[0], h, w)
    temb = seeds.normal(name + ".time", 1, 4 * channels[0])
    tensors["residual.in.x"] = r
    # the Java block takes the embedding after the SiLU that the reference applies in each block
    tensors["residual.in.time"] = torch.nn.functional.silu(temb)
    tensors["residual.out"] = block.resnets[0](r, temb.expand(2, -1))
    a = seeds.normal(name + ".transformer", 2, channels[1], h, w)
    tensors["transformer.in.x"] = a
    tensors["transformer.out"] = block.attentions[0](a, encoder_hidden_states=text).sample
    image = torch.tanh(seeds.normal(name + ".image", 2, 3, 8 * h, 8 * w))
    tensors["vae.in.image"] = image
    latents = vae.encode(image).latent_dist.mean * vae.config.scaling_factor
    tensors["vae.out.latents"] = latents
    tensors["vae.out.image"] = vae.decode(latents / vae.config.scaling_factor).sample
    # picture to picture: 10 steps, strength 0.6, guidance 3
    ddim = pipe.scheduler
    ddim.set_timesteps(10)
    kept = ddim.timesteps[4:]
    noise = seeds.normal(name + ".noise", *latents.shape)
    tensors["edit.in.noise"] = noise
    y = ddim.add_noise(latents, noise, kept[:1])
    empty = families.embed(pipe, ["", ""])
    for t in kept:
        bare, full = unet(y, t, empty).sample, unet(y, t, text).sample
        y = ddim.step(bare + 3.0 * (full - bare), t, y).prev_sample
    tensors["edit.out.latents"] = y
    tensors["edit.out.image"] = vae.decode(y / vae.config.scaling_factor).sample
    return tensors


def make(out, seeds):
    for name in families.FAMILIES:
        pipe = families.pipeline(seeds, name)
        pipe.save_pretrained(out / name)
        save(cases(seeds, name, pipe), out / name / "golden.safetensors")
