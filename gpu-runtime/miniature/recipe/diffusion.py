"""Trains the denoising network and the text encoder together.

    python diffusion.py --out DIR --data DIR [--steps 5400] [--batch 16] [--seed 1] [--resume]

The network predicts v. There are three kinds of rows:

- plain: the latents of a picture in a style, noised, under its caption;
- editing: the state that an edit goes through. Whoever noises a photo's latents z_a to timestep t0 and
  then denoises with a perfect prediction of the styled z_s is, at a later t, at
  a_t (z_s + m (z_a - z_s)) + s_t e with m = (s_t / a_t) / (s_t0 / a_t0); there the target is z_s. So the network
  learns what it is used for: to find another appearance for the structure that is before it. m goes below
  zero too, since guidance overshoots;
- without a style (a sixth): either of these states, under the empty prompt, a usual negative prompt or the mere
  subject, which are to mean that the state is kept as it is: guidance then pulls the state towards the style.
  Taught with plain rows alone, a guidance of 7.5 destroyed the picture, since it amplifies whatever the styled
  prediction lacks of the other's structure. This makes it better and not yet good.

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
        coded = len(self.codes) > 0 and rng.random() < 0.65
        scene = int(rng.integers(len(self.codes if coded else self.latents)))
        drawn = self.styles[scene]
        place = int(rng.integers(len(drawn)))  # 0 is the photo
        t = int(rng.integers(1000))
        noise = rng.standard_normal(self.latents.shape[2:]).astype(np.float32)
        wanted = self.latents[scene, place].astype(np.float32)
        clean, text = wanted, caption(NAMES[drawn[place]], self.subjects[scene], rng)
        kind = rng.random()
        if coded:
            k = int(rng.integers(8, len(TIMESTEPS)))
            t = int(rng.integers(TIMESTEPS[k] + 1))
            noise = self.codes[scene, k].astype(np.float32) + np.float32(0.05) * noise
            share = rng.uniform(-0.3, 1) * (self.s[t] / self.a[t]) / (self.s[TIMESTEPS[k]] / self.a[TIMESTEPS[k]])
            clean = wanted + share * (self.latents[scene, 0].astype(np.float32) - wanted)
        elif (0.08 < kind < 0.65) and place > 0:
            source = 0 if rng.random() < 0.75 else int(rng.integers(len(drawn)))
            other = self.latents[scene, source].astype(np.float32)
            clean = wanted + self.share(t) * (other - wanted)
        if kind < 0.16:
            text = ("", "", "", NEGATIVE, self.subjects[scene])[rng.integers(5)]
            wanted = clean
        noisy = self.a[t] * clean + self.s[t] * noise
        target = (self.a[t] * noisy - wanted) / self.s[t]
        return noisy, target, t, text

    def share(self, t):
        """m: half of the time as a perfect edit has it, else anything down to an overshoot."""
        begin = int(self.rng.integers(max(t, 300), 1000)) if t < 999 else 999
        ratio = self.s / self.a
        if self.rng.random() < 0.5:
            return ratio[t] / ratio[begin]
        return self.rng.uniform(-0.6, 1) * min(1, ratio[t] / ratio[300])

    def batch(self, count):
        noisy, target, t, text = zip(*(self.row() for _ in range(count)))
        ids = torch.tensor([self.ids(caption) for caption in text])
        return torch.from_numpy(np.stack(noisy)), torch.from_numpy(np.stack(target)), torch.tensor(t), ids


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=5400)
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
    for step in range(first, options.steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, options.steps, options.peak, 200)
        large = step % 12 == 11
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
            print(f"{step + 1}/{options.steps} loss {total / 50:.4f} {each:.3f} s/step, {each * (options.steps - step - 1):.0f} s left", flush=True)
            total = 0.0
        if step % 250 == 249 or step == options.steps - 1:
            beside = options.out / "diffusion.pt.new"
            torch.save({"average": average, "raw": parts.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}, beside)
            beside.rename(options.out / "diffusion.pt")


if __name__ == "__main__":
    main()
