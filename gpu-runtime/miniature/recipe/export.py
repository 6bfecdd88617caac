"""Writes the diffusers folder that ships: fp16 safetensors, configs, tokenizer, schedule.

    python export.py --out DIR --to FOLDER        (reads DIR/vae-scaled.pt and DIR/diffusion.pt)
"""

import argparse
import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL

import networks
import tokenizer
from vae import CONFIG


def part(state, prefix):
    return {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    to = options.to
    to.mkdir(parents=True, exist_ok=True)
    size = tokenizer.write(to / "tokenizer")
    average = torch.load(options.out / "diffusion.pt")["average"]
    unet, text = networks.unet(), networks.text_encoder(size)
    unet.load_state_dict(part(average, "unet."))
    text.load_state_dict(part(average, "text."))
    vae = AutoencoderKL(**CONFIG, scaling_factor=1.0)
    vae.load_state_dict(torch.load(options.out / "vae-scaled.pt")["vae"])
    unet.half().save_pretrained(to / "unet")
    text.half().save_pretrained(to / "text_encoder")
    vae.half().save_pretrained(to / "vae")
    networks.scheduler().save_pretrained(to / "scheduler")
    index = {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": "0.35.2",
        "feature_extractor": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        "scheduler": ["diffusers", "DDIMScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (to / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    for file in to.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
    total = sum(f.stat().st_size for f in to.rglob("*") if f.is_file())
    print(f"{to}: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
