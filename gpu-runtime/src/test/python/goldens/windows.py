"""Windows of a stream under the methods that edit them, run by the plain program in methods.py.

    cases.json              the edits and their windows
    CASE.safetensors        float32, for each window W of the case:
        W.in.latents (F, 4, h, w)           frames as the encoder gives them, in the order of the method
        W.in.ties (K, 6)                    where two tokens are about as near, as in tokenflow
        W.out.start (F, 4, h, w)            what the first step begins with
        W.out.steps (steps, F, 4, h, w)     and what each step leaves
        W.out.pictures (F, 3, 16, 16)       of live: levels of the decoded frames, means of 4x4 pixels
"""

import torch

from . import families
from .common import PROMPTS, save, write_json
from .methods import Edit, Window, live
from .network import Network

SIDE, FIRST = 64, 40
SOURCE, TARGET = PROMPTS

# Four windows of a stream: its first, which has the anchor; a long one that lacks a frame; its tail, and one
# without frames between; and a revision's single frame. Numbers are sequences, keyframes are indexes.
WINDOWS = {
    "first": dict(anchor=40, frames=[40, 41, 42, 43, 44, 45, 46], keyframes=[0, 3, 6], publishFrom=0),
    "second": dict(anchor=40, frames=[46, 47, 48, 49, 51, 52, 53, 54, 55], keyframes=[0, 3, 5, 8], publishFrom=1),
    "tail": dict(anchor=40, frames=[55, 56, 58], keyframes=[0, 2], publishFrom=1),
    "pair": dict(anchor=40, frames=[55, 56], keyframes=[0, 1], publishFrom=1),
    "single": dict(anchor=59, frames=[59], keyframes=[0], publishFrom=0),
}
LCM = dict(_class_name="LCMScheduler", original_inference_steps=50, timestep_scaling=10.0)
ALPHA_ONE = dict(set_alpha_to_one=True)


def case(method, model, windows, steps, strength, guidance, seed, scheduler=None, **options):
    options = {name.replace("_", "-"): value for name, value in options.items()}
    return dict(method=method, model=model, windows={name: WINDOWS[name] for name in windows}, prompt=TARGET,
                negative="a photo", steps=steps, strength=strength, guidance=guidance, seed=seed,
                scheduler=scheduler or {}, options=options)


CASES = {
    "live": case("live", "sd1", ["first", "second", "single"], 8, 0.6, 5, 7),
    "live-velocity": case("live", "sd2", ["second", "tail"], 4, 1, 1, 0, ALPHA_ONE),
    "live-lcm": case("live", "sd1", ["second"], 4, 1, 1.5, 1 << 40 | 3, LCM),
    "stream": case("tokenflow", "sd1", ["first", "second", "tail", "pair", "single"], 8, 0.75, 5, 11,
                   source_prompt=SOURCE),
    "stream-velocity": case("tokenflow", "sd2", ["second"], 5, 1, 1, 3, ALPHA_ONE, source_prompt=SOURCE,
                            inversion_steps="15", keyframes="fixed", pnp_features="0.6", pnp_attention="0.4"),
    "stream-lcm": case("tokenflow", "sd1", ["second"], 4, 1, 2, 5, source_prompt=SOURCE, sampler="lcm",
                       noise="shared", variant="sdedit"),
    "extended-attention": case("extended-attention", "sd1", ["first", "second", "single"], 6, 0.7, 5, 2,
                               source_prompt=SOURCE),
    "per-frame": case("per-frame", "sd2", ["second", "single"], 6, 0.8, 3, 1, ALPHA_ONE, source_prompt=SOURCE),
}


def wave(w):
    """Levels 0 to 255, up and down with period 96."""
    return (w % 96 - 48).abs() * 255 // 48


def picture(sequence):
    """(1, 3, SIDE, SIDE) in whole levels: a texture moves by 2 and 1 pixels a frame, a square moves otherwise."""
    t = sequence - FIRST
    y, x = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    u, v = x + 2 * t, y + t
    channels = [wave((5 + c) * u + (3 + 2 * c) * v + 40 * c) * 3 // 4 + (u // 5 * 7 + v // 6 * 11) % 64
                for c in range(3)]
    levels = torch.stack(channels)
    top, left = 6 + 2 * t, 44 - 2 * t
    levels[:, top:top + 12, max(0, left):max(0, left + 12)] = torch.tensor([250, 220, 40])[:, None, None]
    return levels[None]


def encoded(pipe, sequence):
    """(1, 4, h, w): the mean, scaled."""
    mean = pipe.vae.encode(picture(sequence) / 127.5 - 1).latent_dist.mean
    return mean * pipe.vae.config.scaling_factor


def decoded(pipe, latents):
    """(F, 3, 16, 16): levels, means of 4x4 pixels."""
    pixels = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
    return torch.nn.functional.avg_pool2d(((pixels + 1) * 127.5).clamp(0, 255), 4)


def run(pipe, network, edit, tensors, name, window):
    latents = {frame: encoded(pipe, frame) for frame in {window["anchor"], *window["frames"]}}
    ties = []
    if edit.case["method"] == "live":
        boundaries = dict.fromkeys([window["frames"][0], window["frames"][-1]])
        inner = [window["frames"][i] for i in window["keyframes"][1:-1]]
        order = [window["anchor"], *boundaries, *inner]
        states = list(live(edit, latents[order[0]], [latents[i] for i in boundaries], [latents[i] for i in inner]))
        tensors[name + ".out.pictures"] = decoded(pipe, torch.cat(states[-1]))
    else:
        running = Window(edit, window, latents)
        order, states, ties = running.frames, list(running.run()), running.ties
    tensors[name + ".in.latents"] = torch.cat([latents[i] for i in order])
    tensors[name + ".in.ties"] = torch.tensor(ties, dtype=torch.float32).reshape(-1, 6)
    tensors[name + ".out.start"] = torch.cat(states[0])
    tensors[name + ".out.steps"] = torch.stack([torch.cat(x) for x in states[1:]])
    return len(ties)


def make(out, seeds):
    write_json(CASES, out / "windows" / "cases.json")
    for title, values in CASES.items():
        pipe = families.pipeline(seeds, values["model"])
        network = Network(pipe.unet)
        edit = Edit(pipe, network, values)
        tensors = {}
        for name, window in values["windows"].items():
            ties = run(pipe, network, edit, tensors, name, window)
            last = tensors[name + ".out.steps"][-1]
            print(f"{title}, {name}: {edit.steps} steps, {ties} near ties, latents {last.min():.3g} to {last.max():.3g}")
        save(tensors, out / "windows" / (title + ".safetensors"))
