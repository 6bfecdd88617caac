"""The autoencoder's beginning: the best linear one of its layout, put into it.

    python linear.py --data DIR --out DIR [--steps 600] [--seed 1]        (writes OUT/vae-linear.pt)

An autoencoder that began with random weights was, after 3800 steps of training, 6 dB worse on video frames than the
16 principal components of 8x8 pixels, which need none: group normalisation takes away what linear maps need to keep.
So the chain of convolutions is trained by itself first, without normalisation and branches; the analysis begins with
the principal components. Then it is installed: residual branches begin small, and the two normalisations that lie on
the way are kept nearly linear by carriers, large constants in each group that dominate its statistics. The data there
are pairs, x and -x, since SiLU(x) - SiLU(-x) = x.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from diffusers.models.attention_processor import Attention
from diffusers.models.resnet import ResnetBlock2D
from torch import nn
from torch.nn.functional import conv2d, interpolate, pad

from batches import Pictures, crops
from vae import CONFIG, rate, reconstruction

LATENTS = CONFIG["latent_channels"]
WIDTHS = CONFIG["block_out_channels"]
GROUPS = CONFIG["norm_num_groups"]
INNER = (WIDTHS[3] // GROUPS - 2) // 2 * GROUPS  # pairs at the encoder's end, beside two carriers in each group
OUTER = (WIDTHS[0] // GROUPS - 1) // 2 * GROUPS  # at the decoder's, beside one


class Chain(nn.Module):
    """The convolutions that lie on the way, without what lies beside it; weights are (out, in, h, w)."""

    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        shapes = dict(
            conv_in=(a, 3, 3), down0=(a, a, 3), short1=(b, a, 1), down1=(b, b, 3), short2=(c, b, 1), down2=(INNER, c, 3),
            conv_out=(LATENTS, INNER, 1), back_in=(d, LATENTS, 3), up0=(d, d, 3), up1=(c, d, 3), short_up2=(b, c, 1),
            up2=(b, b, 3), short_up3=(OUTER, b, 1), back_out=(3, OUTER, 1),
        )
        for name, (outputs, inputs, side) in shapes.items():
            weight = torch.randn(outputs, inputs, side, side) * (inputs * side * side) ** -0.5
            setattr(self, name, nn.Parameter(weight))

    def encode(self, x):
        x = conv2d(x, self.conv_in, padding=1)
        x = conv2d(pad(x, (0, 1, 0, 1)), self.down0, stride=2)
        x = conv2d(pad(conv2d(x, self.short1), (0, 1, 0, 1)), self.down1, stride=2)
        x = conv2d(pad(conv2d(x, self.short2), (0, 1, 0, 1)), self.down2, stride=2)
        return conv2d(x, self.conv_out)

    def features(self, z):
        """What the decoder has before its last convolution."""
        x = conv2d(z, self.back_in, padding=1)
        x = conv2d(interpolate(x, scale_factor=2.0), self.up0, padding=1)
        x = conv2d(interpolate(x, scale_factor=2.0), self.up1, padding=1)
        x = conv2d(interpolate(conv2d(x, self.short_up2), scale_factor=2.0), self.up2, padding=1)
        return conv2d(x, self.short_up3)

    def decode(self, z):
        return conv2d(self.features(z), self.back_out)


@torch.no_grad()
def analysis(chain, components, deviations):
    """Makes the encoder's half the principal components of 8x8 pixels, (192, n) by rows, columns and colours."""
    for weight in (chain.conv_in, chain.down0, chain.short1, chain.down1, chain.short2, chain.down2, chain.conv_out):
        weight.mul_(0.02)
    for c in range(3):
        chain.conv_in[c, c, 1, 1] += 1
    for weight, inputs in ((chain.down0, 3), (chain.down1, 12)):
        for y in range(2):
            for x in range(2):
                for c in range(inputs):
                    weight[(2 * y + x) * inputs + c, c, y, x] += 1
    for weight in (chain.short1, chain.short2):
        for c in range(weight.shape[1]):
            weight[c, c, 0, 0] += 1
    for y in range(8):
        for x in range(8):
            for c in range(3):
                # which of the 48 channels at a quarter, and which of its 2x2 places, holds the pixel
                channel = (2 * (y // 2 % 2) + x // 2 % 2) * 12 + (2 * (y % 2) + x % 2) * 3 + c
                row = components[(8 * y + x) * 3 + c]
                chain.down2[:, channel, y // 4, x // 4] += torch.from_numpy(row / deviations).float()
    for j in range(LATENTS):
        chain.conv_out[j, j, 0, 0] += 1


def principal(pictures, rng, count=600):
    """Components of 8x8 pixels in [-1, 1], strongest first, and the deviation of each."""
    x = crops(pictures, rng, count, 64)
    blocks = x.unfold(2, 8, 8).unfold(3, 8, 8).permute(0, 2, 3, 4, 5, 1).reshape(-1, 192).double().numpy()
    values, vectors = np.linalg.eigh(blocks.T @ blocks / len(blocks))
    return vectors[:, ::-1][:, :INNER].copy(), np.sqrt(values[::-1][:INNER])


def straight(last, norm, conv, weight_in, weight_out, signs, deviation):
    """Makes last, norm, SiLU and conv, one after another, give weight_out of weight_in of what comes in.

    The signs are those of a group's carriers, its last channels.
    """
    size = norm.num_channels // GROUPS
    carrier = 12 * deviation
    constants = torch.zeros(size)
    constants[size - len(signs):] = torch.tensor(signs) * carrier
    mean, spread = constants.mean(), constants.std(unbiased=False)
    last.weight.zero_()
    last.bias.copy_(constants.repeat(GROUPS))
    conv.weight.mul_(0.02)
    conv.bias.zero_()
    norm.weight.fill_(1.0)
    norm.bias.zero_()
    for j in range(len(weight_in)):
        for sign, channel in ((1, j % GROUPS * size + j // GROUPS * 2), (-1, j % GROUPS * size + j // GROUPS * 2 + 1)):
            last.weight[channel] = sign * weight_in[j]
            norm.weight[channel] = spread / deviation
            norm.bias[channel] = mean / deviation
            conv.weight[: len(weight_out), channel] = 0
            conv.weight[: len(weight_out), channel, 1, 1] = sign * weight_out[:, j, 0, 0] * deviation


@torch.no_grad()
def install(chain, vae, outer_deviation):
    for block in vae.modules():
        if isinstance(block, ResnetBlock2D):
            block.conv2.weight.mul_(0.02)
            block.conv2.bias.zero_()
            if block.conv_shortcut is not None:
                block.conv_shortcut.bias.zero_()
        elif isinstance(block, Attention):
            block.to_out[0].weight.mul_(0.02)
            block.to_out[0].bias.zero_()
    encoder, decoder = vae.encoder, vae.decoder

    def put(conv, weight):
        conv.weight.copy_(weight)
        conv.bias.zero_()

    put(encoder.conv_in, chain.conv_in)
    put(encoder.down_blocks[0].downsamplers[0].conv, chain.down0)
    put(encoder.down_blocks[1].resnets[0].conv_shortcut, chain.short1)
    put(encoder.down_blocks[1].downsamplers[0].conv, chain.down1)
    put(encoder.down_blocks[2].resnets[0].conv_shortcut, chain.short2)
    straight(
        encoder.down_blocks[2].downsamplers[0].conv, encoder.conv_norm_out, encoder.conv_out,
        chain.down2, chain.conv_out, [1.0, -1.0], 1.0,
    )
    put(vae.quant_conv, torch.eye(2 * LATENTS)[..., None, None])
    vae.quant_conv.bias[LATENTS:] = -6  # log variance: little noise
    put(vae.post_quant_conv, torch.eye(LATENTS)[..., None, None])

    put(decoder.conv_in, chain.back_in)
    put(decoder.up_blocks[0].upsamplers[0].conv, chain.up0)
    put(decoder.up_blocks[1].upsamplers[0].conv, chain.up1)
    put(decoder.up_blocks[2].resnets[0].conv_shortcut, chain.short_up2)
    put(decoder.up_blocks[2].upsamplers[0].conv, chain.up2)
    straight(
        decoder.up_blocks[3].resnets[0].conv_shortcut, decoder.conv_norm_out, decoder.conv_out,
        chain.short_up3, chain.back_out, [1.0], outer_deviation,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--peak", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng([options.seed, 1])
    options.out.mkdir(parents=True, exist_ok=True)
    pictures = Pictures(options.data, 128)
    chain = Chain()
    analysis(chain, *principal(pictures, rng))
    optimizer = torch.optim.AdamW(chain.parameters(), lr=options.peak, betas=(0.9, 0.99), weight_decay=0)
    begun = time.time()
    for step in range(options.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, options.steps, options.peak)
        x = crops(pictures, rng, 16, 64)
        y = chain.decode(chain.encode(x))
        loss = reconstruction(y, x)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(chain.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 50 == 49:
            each = (time.time() - begun) / (step + 1)
            psnr = (10 * torch.log10(4 / ((y - x) ** 2).mean((1, 2, 3)))).mean().item()
            print(f"{step + 1}/{options.steps} loss {loss.item():.4f} PSNR {psnr:.2f} {each:.3f} s/step", flush=True)
    with torch.no_grad():
        x = crops(pictures, rng, 16, 128)
        deviation = chain.features(chain.encode(x)).std().item()
        vae = AutoencoderKL(**CONFIG)
        install(chain, vae, deviation)
        for name, y in (("linear", chain.decode(chain.encode(x))), ("installed", vae.decode(vae.encode(x).latent_dist.mean).sample)):
            print(name, (10 * torch.log10(4 / ((y - x) ** 2).mean((1, 2, 3)))).mean().item(), flush=True)
    torch.save({"vae": vae.state_dict(), "step": 0}, options.out / "vae-linear.pt")


if __name__ == "__main__":
    main()
