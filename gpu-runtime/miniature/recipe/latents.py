"""Encodes all pictures in all styles once, for the training of the denoising network.

    python latents.py --data DIR --out DIR [--styles 6]        (reads OUT/vae.pt)

First the autoencoder's latents are given zero mean and a deviation of their own in each channel, by folding both
into its two 1x1 convolutions: OUT/vae-scaled.pt, scaling_factor 1. Then, for every scene, the photo
and as many styles as asked for, drawn anew for each: OUT/latents-SIZE.npy, fp16 (scenes, 1 + styles, 16,
size/8, size/8), and OUT/styles-SIZE.npy, which they are.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from batches import NAMES, Pictures, tensor
from vae import CONFIG

SCENES = {256: 160, 128: 2400}  # of each size; large ones cost four times as much


def normalise(vae, pictures, rng, count=128):
    """Folds mean and scale of each latent channel into quant_conv and post_quant_conv.

    A channel's deviation is made the square root of what it weighs in pixels, their mean square 1. With equal ones
    noise hides colours as early as the finest detail, and an error in either costs the same; with deviations as
    they weigh, detail would hardly count.
    """
    x = [pictures.styled(int(rng.integers(len(pictures))), NAMES[rng.integers(len(NAMES))]) for _ in range(count)]
    with torch.no_grad():
        z = torch.cat([vae.encode(tensor(x[i:i + 16])).latent_dist.mean for i in range(0, count, 16)])
        mean, std = z.mean((0, 2, 3)), z.std((0, 2, 3))
        some = z[:32]
        y = vae.decode(some).sample
        weighs = []
        for channel in range(len(mean)):
            without = some.clone()
            without[:, channel] = mean[channel]
            weighs.append(((vae.decode(without).sample - y) ** 2).mean().sqrt())
        wanted = torch.stack(weighs).sqrt()
        wanted /= (wanted**2).mean().sqrt()
        print("means", mean.numpy().round(2), "deviations", std.numpy().round(2), "become", wanted.numpy().round(2), flush=True)
        scale = std / wanted
        n = len(mean)
        quant, post = vae.quant_conv, vae.post_quant_conv
        quant.weight[:n] /= scale[:, None, None, None]
        quant.bias[:n] = (quant.bias[:n] - mean) / scale
        quant.bias[n:] -= 2 * scale.log()
        # (out, in, 1, 1): what the decoder is given is z * scale + mean
        post.bias += post.weight[:, :, 0, 0] @ mean
        post.weight *= scale[None, :, None, None]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--styles", type=int, default=6)
    options = parser.parse_args()
    torch.set_num_threads(2)
    vae = AutoencoderKL(**CONFIG, scaling_factor=1.0)
    vae.load_state_dict(torch.load(options.out / "vae.pt")["vae"])
    vae.to(memory_format=torch.channels_last)
    normalise(vae, Pictures(options.data, 128), np.random.default_rng(5))
    torch.save({"vae": vae.state_dict()}, options.out / "vae-scaled.pt")
    for size, count in SCENES.items():
        pictures = Pictures(options.data, size)
        rng = np.random.default_rng([6, size])
        drawn = np.stack([np.concatenate([[0], 1 + rng.permutation(len(NAMES) - 1)[:options.styles]]) for _ in range(min(count, len(pictures)))])
        np.save(options.out / f"styles-{size}.npy", drawn)
        out = np.zeros((*drawn.shape, CONFIG["latent_channels"], size // 8, size // 8), np.float16)
        begun = time.time()
        for i in range(len(drawn)):
            x = tensor([pictures.styled(i, NAMES[style]) for style in drawn[i]]).contiguous(memory_format=torch.channels_last)
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                out[i] = vae.encode(x).latent_dist.mean.float().numpy()
            if i % 50 == 49:
                rate = (i + 1) / (time.time() - begun)
                print(f"{size}: {i + 1}/{len(drawn)}, {(len(drawn) - i - 1) / rate:.0f} s left", flush=True)
        np.save(options.out / f"latents-{size}.npy", out)


if __name__ == "__main__":
    main()
