"""Trains the denoising network and the text encoder together.

    python diffusion.py --out DIR --data DIR [--steps 5200] [--until N] [--batch 16] [--seed 1] [--resume]

The network predicts v. There are two kinds of rows:

- plain: the latents of a picture in a style, noised, under its caption;
- editing: the state that an edit goes through, on its way from a photo's latents z_a to the styled picture's z_s.
  The state's clean part is z_s + m (z_a - z_s), m going from 1 to 0, and the target isn't z_s but a part PULL of
  the way to it; under the empty prompt (a usual negative prompt, the mere subject) it is the clean part itself,
  so that guidance g pulls by g PULL. If predictions are perfect, DDIM then takes m to m (1 - g PULL (1 - r)),
  r being the ratio of s_t / a_t between the two timesteps, which is about (s_t / a_t)^(g PULL): with guidance 5 the
  edit ends where an unguided one with PULL 1 would, with 1 it stays half way, and 7.5 is no overshoot.

Two other ways were tried. With captions dropped at times, as usual, guidance 7.5 destroyed the picture, since it
amplifies whatever the styled prediction lacks of the other's structure. With PULL 1 against an empty prompt that
keeps the state, it blurred: the first steps, where the least can be seen, then decide alone.

Where invert.py has been run, most rows take the noise that the inversion of the photo gave instead of an
independent one: that isn't white, so that structure can be read of it where a state is nearly all noise.

Writes OUT/diffusion.pt (averaged weights, and all that resuming needs) and OUT/diffusion.csv.
"""

import argparse
import csv
import json
import time
from functools import cache
from pathlib import Path

import numpy as np
import torch
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTokenizer

import networks
import tokenizer
from batches import NAMES
from captions import caption
from invert import TIMESTEPS
from vae import rate

PULL = 0.2
NEGATIVE = "ugly, blurry, low res, unrealistic, unaesthetic"


class Rows:
    """Draws training rows; all randomness is that of one numpy generator."""

    def __init__(self, folder, data, size, tokens, sigmas, rng):
        self.latents = np.load(folder / f"latents-{size}.npy")
        self.styles = np.load(folder / f"styles-{size}.npy")
        self.subjects = json.loads((data / f"subjects-{size}.json").read_text())
        codes = folder / f"codes-{size}.npy"
        self.codes = np.load(codes, mmap_mode="r") if codes.exists() else []
        self.rng = rng
        self.ids = cache(lambda text: tokens(text, padding="max_length", truncation=True).input_ids)
        self.a, self.s = sigmas

    def row(self):
        rng = self.rng
        coded = len(self.codes) > 0 and rng.random() < 0.6
        scene = int(rng.integers(len(self.codes if coded else self.latents)))
        drawn = self.styles[scene]
        place = int(rng.integers(len(drawn)))  # 0 is the photo
        photo, styled = self.latents[scene, 0].astype(np.float32), self.latents[scene, place].astype(np.float32)
        text = caption(NAMES[drawn[place]], self.subjects[scene], rng)
        noise = rng.standard_normal(self.latents.shape[2:]).astype(np.float32)
        if coded:
            k = len(TIMESTEPS) - 1 if rng.random() < 0.5 else int(rng.integers(8, len(TIMESTEPS)))
            begin = TIMESTEPS[k]
            noise = self.codes[scene, k].astype(np.float32) + np.float32(rng.uniform(0, 0.1)) * noise
        else:
            begin = int(rng.integers(300, 1000))
        editing = coded or rng.random() < 0.5
        t = int(rng.integers(begin + 1)) if editing else int(rng.integers(1000))
        rest = self.rest(t, begin) if editing else 0
        clean = styled + rest * (photo - styled)
        pull = PULL
        if rng.random() < 0.16:
            text = ("", "", "", NEGATIVE, self.subjects[scene])[rng.integers(5)]
            pull = 0
        wanted = clean + pull * (styled - clean)
        noisy = self.a[t] * clean + self.s[t] * noise
        return noisy, (self.a[t] * noisy - wanted) / self.s[t], t, text

    def rest(self, t, begin):
        """m at t of an edit that began at a timestep with a guidance from 1 to 7.5; at times something near it."""
        guidance = 1 if self.rng.random() < 0.2 else self.rng.uniform(1, 7.5)
        ratio = self.s / self.a
        rest = (ratio[t] / ratio[begin]) ** (guidance * PULL)
        return np.float32(rest if self.rng.random() < 0.8 else rest * self.rng.uniform(-0.3, 1))

    def batch(self, count):
        noisy, target, t, text = zip(*(self.row() for _ in range(count)))
        ids = torch.tensor([self.ids(caption) for caption in text])
        return torch.from_numpy(np.stack(noisy)), torch.from_numpy(np.stack(target)), torch.tensor(t), ids


@torch.no_grad()
def quiet(unet):
    """Branches and output begin at zero, as in latent diffusion's own code."""
    for name, parameter in unet.named_parameters():
        if name.startswith("conv_out") or ".conv2." in name or ".proj_out." in name:
            parameter.zero_()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=5200)
    parser.add_argument("--until", type=int, help="stop here, with the learning rate that all steps would have")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--peak", type=float, default=7e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer.write(options.out / "tokenizer")
    tokens = CLIPTokenizer.from_pretrained(options.out / "tokenizer")
    unet = networks.unet()
    unet.set_attn_processor(AttnProcessor())  # so small, matrix products are twice as fast as the fused attention
    quiet(unet)
    text = networks.text_encoder(len(tokens))
    parts = torch.nn.ModuleDict({"unet": unet, "text": text})
    print({k: round(sum(p.numel() for p in m.parameters()) / 1e6, 2) for k, m in parts.items()}, "million parameters", flush=True)
    optimizer = torch.optim.AdamW(parts.parameters(), lr=options.peak, betas=(0.9, 0.99), weight_decay=1e-3, fused=True)
    state = {k: v for k, v in parts.state_dict().items() if v.dtype.is_floating_point}
    average = {k: v.clone() for k, v in state.items()}
    first = 0
    if options.resume:
        saved = torch.load(options.out / "diffusion.pt")
        parts.load_state_dict(saved["raw"])
        optimizer.load_state_dict(saved["optimizer"])
        average, first = saved["average"], saved["step"]
    bars = networks.scheduler().alphas_cumprod.numpy()
    sigmas = np.sqrt(bars).astype(np.float32), np.sqrt(1 - bars).astype(np.float32)
    rng = np.random.default_rng([options.seed, 4, first])
    rows = {
        size: Rows(options.out, options.data, size, tokens, sigmas, rng) for size in (128, 256)
    }
    log = csv.writer(open(options.out / "diffusion.csv", "a" if options.resume else "w", 1, newline=""))
    if not options.resume:
        log.writerow(["step", "loss", "seconds"])
    begun, total = time.time(), 0.0
    until = options.until or options.steps
    for step in range(first, until):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, options.steps, options.peak, 200)
        large = step % 8 == 7
        noisy, target, t, ids = rows[256 if large else 128].batch(options.batch // 4 if large else options.batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = text(ids).last_hidden_state
            predicted = unet(noisy, t, states).sample
        loss = ((predicted.float() - target) ** 2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parts.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        decay = min(0.998, (step + 1) / (step + 20))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.values()), list(state.values()), 1 - decay)
        total += loss.item()
        if step % 50 == 49:
            seconds = time.time() - begun
            each = seconds / (step + 1 - first)
            log.writerow([step + 1, total / 50, seconds])
            print(f"{step + 1}/{options.steps} loss {total / 50:.4f} {each:.3f} s/step, {each * (until - step - 1):.0f} s left", flush=True)
            total = 0.0
        if step % 250 == 249 or step == until - 1:
            beside = options.out / "diffusion.pt.new"
            torch.save({"average": average, "raw": parts.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, beside)
            beside.rename(options.out / "diffusion.pt")


if __name__ == "__main__":
    main()
