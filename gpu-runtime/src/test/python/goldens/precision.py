"""What models lose in half precision: the reference in single precision, and in halves on the CPU."""

import copy

import torch

from . import families
from .common import PROMPTS, save

HALVES = {"bf16": torch.bfloat16, "fp16": torch.float16}


def outputs(pipe, dtype, inputs):
    """The parts, each with the same inputs rounded to its precision."""
    text_encoder, unet, vae = (
        copy.deepcopy(part).to(dtype) for part in (pipe.text_encoder, pipe.unet, pipe.vae))
    ids = pipe.tokenizer(PROMPTS, padding="max_length", max_length=77, return_tensors="pt").input_ids
    x, text, image = (inputs[name].to(dtype) for name in ("x", "text", "image"))
    scale = vae.config.scaling_factor
    tensors = {"text": text_encoder(ids)[0]}
    for t in (7, 999):
        tensors[f"unet.{t}"] = unet(x, t, text).sample
    tensors["latents"] = vae.encode(image).latent_dist.mean * scale
    tensors["image"] = vae.decode(x / scale).sample
    return {name: tensor.float() for name, tensor in tensors.items()}


def make(out, seeds):
    for name in families.FAMILIES:
        pipe = families.pipeline(seeds, name)
        inputs = {
            "x": seeds.normal(name + ".precision.x", 2, 4, 8, 8),
            "text": families.embed(pipe, PROMPTS),
            "image": torch.tanh(seeds.normal(name + ".precision.image", 1, 3, 64, 64)),
        }
        tensors = {f"in.{key}": tensor for key, tensor in inputs.items()}
        for key, tensor in outputs(pipe, torch.float32, inputs).items():
            tensors[f"out.{key}.fp32"] = tensor
        for half, dtype in HALVES.items():
            for key, tensor in outputs(pipe, dtype, inputs).items():
                tensors[f"out.{key}.{half}"] = tensor
        save(tensors, out / "precision" / f"{name}.safetensors")
