"""Trains the autoencoder: 16 latent channels, downsampling 8, in the layout of AutoencoderKL.

    python vae.py --data DIR --out DIR [--steps 1700] [--seed 1]       (reads OUT/vae-linear.pt, writes OUT/vae.pt)

Begins with the linear autoencoder of linear.py, and slowly: at a rate of 1e-4 already each step moved the brightness
of whole pictures by more than the training had to gain. Half of the crops have their colour channels swapped, so that
every axis of colour counts.

Loss: mean absolute and squared error, the former also of the differences between neighbouring pixels (which
keeps edges) and of the means of 8x8 pixels and of the picture (which keeps colours), and a small KL term.
Steps take sixteen crops of 64, four of 128 and one of 256 pixels by turns: with small ones alone, large pictures
got a colour cast, since group norm's statistics differ. Writes checkpoints with the averaged weights, and vae.csv
with the losses.
"""

import argparse
import csv
import math
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch.nn.functional import avg_pool2d

from batches import Pictures, crops

CONFIG = dict(
    in_channels=3,
    out_channels=3,
    latent_channels=16,
    block_out_channels=(24, 48, 96, 96),
    down_block_types=("DownEncoderBlock2D",) * 4,
    up_block_types=("UpDecoderBlock2D",) * 4,
    layers_per_block=1,
    norm_num_groups=8,
    sample_size=128,
)

SIDES = [(128, 16, 64), (128, 4, 128), (128, 16, 64), (128, 4, 128), (128, 16, 64), (256, 1, 256)]  # pictures' size, crops, their side


def differences(x):
    return x[..., 1:, :] - x[..., :-1, :], x[..., :, 1:] - x[..., :, :-1]


def reconstruction(y, x):
    error = y - x
    dy, dx = differences(error)
    edges = dy.abs().mean() + dx.abs().mean()
    colours = avg_pool2d(error, 8).abs().mean() + error.mean((2, 3)).abs().mean()
    return error.abs().mean() + 4 * (error**2).mean() + 0.5 * edges + 4 * colours


def rate(step, steps, peak, warm=100):
    """Warm-up, then a cosine down to a fiftieth."""
    if step < warm:
        return peak * (step + 1) / warm
    part = (step - warm) / max(1, steps - warm)
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * part)))


def psnr(vae, pictures, rng, count=16):
    x = crops(pictures, rng, count, pictures.size)
    with torch.no_grad():
        y = vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1)
    return (10 * torch.log10(4 / ((y - x) ** 2).mean((1, 2, 3)))).mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1700)
    parser.add_argument("--peak", type=float, default=3e-5)
    parser.add_argument("--kl", type=float, default=1e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng([options.seed, 2])
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = {size: Pictures(options.data, size) for size in (128, 256)}
    vae = AutoencoderKL(**CONFIG)
    vae.load_state_dict(torch.load(options.out / "vae-linear.pt")["vae"])
    vae.to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in vae.parameters()) / 1e6, "million parameters", flush=True)
    optimizer = torch.optim.AdamW(vae.parameters(), lr=options.peak, betas=(0.9, 0.999), weight_decay=1e-4)
    average = {k: v.clone() for k, v in vae.state_dict().items()}
    begun = time.time()
    log = csv.writer(open(options.out / "vae.csv", "w", 1, newline=""))
    log.writerow(["step", "reconstruction", "kl", "seconds"])
    sums = np.zeros(2)
    for step in range(options.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, options.steps, options.peak)
        size, count, side = SIDES[step % len(SIDES)]
        x = crops(pictures[size], rng, count, side).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            latents = vae.encode(x).latent_dist
            y = vae.decode(latents.sample()).sample
        loss = reconstruction(y.float(), x)
        kl = (latents.mean.float() ** 2 + latents.var.float() - 1 - latents.logvar.float()).mean() / 2
        (loss + options.kl * kl).backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        decay = min(0.995, step / (step + 20))
        with torch.no_grad():
            for k, v in vae.state_dict().items():
                average[k].lerp_(v, 1 - decay)
        sums += (loss.item(), kl.item())
        if step % 50 == 49:
            mean, seconds = sums / 50, time.time() - begun
            sums[:] = 0
            log.writerow([step + 1, *mean.tolist(), seconds])
            left = seconds / (step + 1) * (options.steps - step - 1)
            print(f"{step + 1}/{options.steps} loss {mean[0]:.4f} kl {mean[1]:.2f} {seconds / (step + 1):.3f} s/step, {left:.0f} s left", flush=True)
        if step % 200 == 199 or step == options.steps - 1:
            torch.save({"vae": average, "step": step + 1}, options.out / "vae.pt")
            trained = AutoencoderKL(**CONFIG)
            trained.load_state_dict(average)
            print("PSNR", psnr(trained, pictures[128], np.random.default_rng(3)), flush=True)


if __name__ == "__main__":
    main()
