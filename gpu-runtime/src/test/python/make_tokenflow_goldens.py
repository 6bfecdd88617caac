"""Makes the golden data of TokenFlow: what its official code computes with the small random model sd1.

    git clone https://github.com/omerbt/TokenFlow && git -C TokenFlow checkout 5dd6a69
    pip install -r requirements.txt
    python make_tokenflow_goldens.py --checkout TokenFlow --seed 0 --out ../resources/golden

Everything is a function of the seed, as in make_goldens.py, whose sd1 is checked where it is there and
written where it is not. The committed set has seed 0; a set of any other seed must pass the same tests:

    python make_tokenflow_goldens.py --checkout TokenFlow --seed 7 --out /tmp/goldens

Files tokenflow/pnp.safetensors and tokenflow/sdedit.safetensors, float32 whatever they hold:

    in.latents (F, 4, h, w)             the clip
    in.text.source|negative|target      embeddings (1, 77, E)
    in.timesteps (steps)
    in.pivots (steps, F / batch)        the frames drawn, counted from the clip's first
    in.ties (K, 6)                      where two tokens are about as near: see Watch
    out.noisy.T (F, 4, h, w)            the inversion's latents at timestep T
    out.start (F, 4, h, w)              what sampling starts from
    out.steps (steps, F, 4, h, w)       and what each step leaves
"""

import argparse
import pathlib
import tempfile

import torch
from safetensors.torch import load_file

from goldens import families, tokenflow
from goldens.common import PROMPTS, Seeds, save

SOURCE, TARGET = PROMPTS
NEGATIVE = "a photo"
FRAMES, BATCH, SIDE = 9, 3, 64
SQUARE = 16
COMMON = dict(n_frames=FRAMES, batch_size=BATCH, n_timesteps=50, guidance_scale=7.5,
              prompt=TARGET, negative_prompt=NEGATIVE)
# name: the official configuration's numbers
RUNS = {
    "pnp": dict(n_inversion_steps=500, pnp_attn_t=0.5, pnp_f_t=0.8),
    "sdedit": dict(n_inversion_steps=100, start=0.9, use_ddim_noise=True),
}
# a lead below which another order of sums may choose another token
NEAR = 1e-4


def clip(seeds):
    """(F, 3, SIDE, SIDE) in [0, 1]: a texture moves by 2 and 1 pixels a frame, a square moves otherwise."""
    coarse = seeds.normal("tokenflow.texture", 1, 3, 12, 12)
    # as large as all of the texture that is ever seen
    ground = torch.nn.functional.interpolate(coarse, SIDE + 2 * FRAMES, mode="bicubic", align_corners=True)
    ground = (0.45 + 0.15 * ground[0]).clamp(0, 1)
    frames = []
    for i in range(FRAMES):
        frame = ground[:, i:i + SIDE, 2 * i:2 * i + SIDE].clone()
        top, left = 6 + 4 * i, 40 - 3 * i
        frame[:, top:top + SQUARE, left:left + SQUARE] = torch.tensor([1.0, 0.9, 0.6])[:, None, None]
        frames.append(frame)
    return torch.stack(frames)


def model(seeds, out):
    """The random sd1, anew, since TokenFlow changes a network for good. It must be what the folder has."""
    pipe = families.pipeline(seeds, "sd1")
    folder = out / "sd1"
    if not folder.exists():
        pipe.save_pretrained(folder)
    for part, file in (("unet", "diffusion_pytorch_model"), ("vae", "diffusion_pytorch_model"),
                       ("text_encoder", "model")):
        there = load_file(folder / part / (file + ".safetensors"))
        own = getattr(pipe, part).state_dict()
        if not all(torch.equal(own[name], x) for name, x in there.items()):
            raise ValueError(f"{folder / part} is not of seed {seeds.seed}")
    return pipe


class Watch:
    """Looks on while an editor samples, and keeps what its result does not say.

    pivots: the frames drawn in each step. steps: the latents after each. start: those before the first.
    ties: (step, batch, site, which, row, column) of tokens whose best match is better than the second best
    by less than NEAR, where another implementation may choose otherwise without being wrong. Sites count
    from 0 in the order in which the network runs; which is 0 for the batch's own pivot and 1 for the one
    before; the row is the token's in the batch, the column the chosen token's in the pivot.
    """

    def __init__(self, editor):
        self.start, self.steps, self.pivots, self.ties = None, [], [], []
        self.batch = self.site = None
        self.step_of, self.denoise_of = editor.batched_denoise_step, editor.denoise_step
        editor.batched_denoise_step, editor.denoise_step = self.step, self.denoise

    def step(self, x, t, indices):
        """All frames by one timestep. The first call inside is the pivots', then come the batches."""
        if self.start is None:
            self.start = x
        self.batch = -1
        x = self.step_of(x, t, indices)
        self.steps.append(x)
        return x

    def denoise(self, x, t, indices):
        """The network's call for the pivots, or for one batch."""
        if self.batch == -1:
            self.pivots.append(indices)
        self.site = 0
        x = self.denoise_of(x, t, indices)
        self.batch += 1
        return x

    def similarities(self, sim):
        """(n S, S) in batch 0, (n S, 2 S) in later ones: own pivot first. Once a site, not for the pivots."""
        for which, block in enumerate(sim.chunk(1 if self.batch == 0 else 2, dim=1)):
            if block.shape[1] > 1:
                best, second = block.topk(2, dim=1).values.T
                columns = block.argmax(dim=1)
                for row in torch.nonzero(best - second < NEAR).flatten().tolist():
                    place = (len(self.steps), self.batch, self.site, which)
                    self.ties.append((*place, row, columns[row].item()))
        self.site += 1
        return sim


def edit(code, name, pipe, config, latents, folder, seed):
    """Runs the official edit_video and returns its editor and what was seen."""
    editor = tokenflow.editor(getattr(code, name), pipe, config, latents, folder)
    watch = Watch(editor)
    of_code = code.utils.batch_cosine_sim
    code.utils.batch_cosine_sim = lambda x, y: watch.similarities(of_code(x, y))
    try:
        torch.manual_seed(seed)
        editor.edit_video()
    finally:
        code.utils.batch_cosine_sim = of_code
    return editor, watch


def run(code, seeds, name, out):
    """Encodes, inverts and edits, as the official scripts do one after the other."""
    pipe = model(seeds, out)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        config = {**COMMON, **RUNS[name], "output_path": str(folder / "edited")}
        steps = config["n_inversion_steps"]
        inverter = tokenflow.made(code.preprocess.Preprocess, pipe, steps)
        latents = inverter.encode_imgs(clip(seeds))
        timesteps = tokenflow.saved_timesteps(code, pipe.scheduler, steps, config["n_timesteps"])
        tokenflow.invert(inverter, latents, SOURCE, timesteps, folder)
        editor, watch = edit(code, name, pipe, config, latents, folder, seeds.seed)
        noisiest = inverter.scheduler.timesteps[0].item()
        noisy = {t: torch.load(folder / "latents" / f"noisy_latents_{t}.pt") for t in (1, 501, 981, noisiest)}
    negative, target = editor.text_embeds.chunk(2)
    tensors = {
        "in.latents": latents, "in.timesteps": editor.scheduler.timesteps,
        "in.text.source": editor.pnp_guidance_embeds, "in.text.negative": negative, "in.text.target": target,
        "in.pivots": torch.stack(watch.pivots), "in.ties": torch.tensor(watch.ties).reshape(-1, 6),
        "out.start": watch.start, "out.steps": torch.stack(watch.steps),
        **{f"out.noisy.{t}": x for t, x in noisy.items()},
    }
    save({key: x.float() for key, x in tensors.items()}, out / "tokenflow" / (name + ".safetensors"))
    return tensors


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkout", type=pathlib.Path, required=True, metavar="DIR",
                        help="git clone https://github.com/omerbt/TokenFlow at 5dd6a69")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    code = tokenflow.official(arguments.checkout)
    for name in RUNS:
        with torch.no_grad():
            tensors = run(code, Seeds(arguments.seed), name, arguments.out)
        last = tensors["out.steps"][-1]
        print(f"{name}: {len(tensors['out.steps'])} steps, {len(tensors['in.ties'])} near ties,"
              f" latents from {last.min():.3g} to {last.max():.3g}")


if __name__ == "__main__":
    main()
