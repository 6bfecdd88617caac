"""Tiny autoencoders: one as diffusers saves it, one in the two files of the original."""

import torch
from diffusers import AutoencoderTiny
from safetensors.torch import save_file

from .common import save

WIDTH = 8


def original(vae, folder):
    """Names of the code that the model was published with: its decoder counts a clamp as layer 0."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {"encoder": {}, "decoder": {}}
    for name, tensor in vae.state_dict().items():
        half, _, layer, rest = name.split(".", 3)
        number = int(layer) + (1 if half == "decoder" else 0)
        halves[half][f"{number}.{rest}"] = tensor.contiguous()
    for half, tensors in halves.items():
        save_file(tensors, folder / f"taesd_{half}.safetensors")


def cases(vae, image, latents):
    encoded = vae.encode(image).latents * vae.config.scaling_factor
    decoded = vae.decode(latents / vae.config.scaling_factor).sample
    return {"in.image": image, "out.latents": encoded, "in.latents": latents, "out.image": decoded}


def make(out, seeds):
    folder = out / "taesd"
    image = torch.tanh(seeds.normal("taesd.image", 2, 3, 32, 48))
    # far beyond the limit of 3 too
    latents = 3 * seeds.normal("taesd.latents", 2, 4, 4, 6)
    tiny = seeds.shaken(AutoencoderTiny(
        encoder_block_out_channels=(WIDTH,) * 4, decoder_block_out_channels=(WIDTH,) * 4,
        num_encoder_blocks=(1, 2, 1, 2), num_decoder_blocks=(2, 1, 2, 1), scaling_factor=0.7),
        "taesd.tiny")
    tiny.save_pretrained(folder / "diffusers")
    save(cases(tiny, image, latents), folder / "diffusers.safetensors")
    full = seeds.shaken(AutoencoderTiny(
        encoder_block_out_channels=(WIDTH,) * 4, decoder_block_out_channels=(WIDTH,) * 4,
        num_encoder_blocks=(1, 3, 3, 3), num_decoder_blocks=(3, 3, 3, 1)), "taesd.full")
    original(full, out / "taesd" / "original")
    save(cases(full, image[:1], latents[:1]), folder / "original.safetensors")
