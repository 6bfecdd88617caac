"""Inverts the photos with the network as it is, for the last part of its training.

    python invert.py --out DIR        (reads OUT/diffusion.pt; writes OUT/codes-SIZE.npy)

DDIM inversion in 25 steps under "a photo": OUT/codes-SIZE.npy, fp16 (scenes, 25, 16, h, w), is the noise e in
x_t = a_t z + s_t e at each of TIMESTEPS, ascending. It isn't white: it holds the picture's structure, and the
network has to learn to find it there.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTokenizer

import networks
from export import part

TIMESTEPS = [40 * i + 1 for i in range(25)]
SCENES = {128: 800, 256: 48}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.set_grad_enabled(False)
    tokens = CLIPTokenizer.from_pretrained(options.out / "tokenizer")
    average = torch.load(options.out / "diffusion.pt")["average"]
    unet, text = networks.unet(), networks.text_encoder(len(tokens))
    unet.load_state_dict(part(average, "unet."))
    text.load_state_dict(part(average, "text."))
    unet.set_attn_processor(AttnProcessor())
    prompt = text(tokens(["a photo"], padding="max_length", return_tensors="pt").input_ids).last_hidden_state
    bars = networks.scheduler().alphas_cumprod
    a, s = bars.sqrt(), (1 - bars).sqrt()
    for size, count in SCENES.items():
        latents = np.load(options.out / f"latents-{size}.npy", mmap_mode="r")
        count = min(count, len(latents))
        codes = np.zeros((count, len(TIMESTEPS), *latents.shape[2:]), np.float16)
        begun, rows = time.time(), 64 * 128 * 128 // (size * size)
        for i in range(0, count, rows):
            z = torch.from_numpy(latents[i:min(i + rows, count), 0].astype(np.float32))
            x, before = z, 0
            for k, t in enumerate(TIMESTEPS):
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    v = unet(x, torch.full((len(x),), t), prompt.expand(len(x), -1, -1)).sample.float()
                # the step from the timestep before (the first from the clean end) with v predicted at t
                clean, noise = a[before] * x - s[before] * v, a[before] * v + s[before] * x
                x, before = a[t] * clean + s[t] * noise, t
                codes[i:i + len(x), k] = ((x - a[t] * z) / s[t]).numpy()
            done = i + len(z)
            print(f"{size}: {done}/{count}, {(time.time() - begun) / done * (count - done):.0f} s left", flush=True)
        np.save(options.out / f"codes-{size}.npy", codes)


if __name__ == "__main__":
    main()
