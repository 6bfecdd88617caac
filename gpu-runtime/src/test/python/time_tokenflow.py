"""Times TokenFlow's official code on this machine's CPU, in single precision, stage by stage.

    git clone https://github.com/omerbt/TokenFlow && git -C TokenFlow checkout 5dd6a69
    pip install -r requirements.txt
    python time_tokenflow.py --checkout TokenFlow --model DIR --frames 8 --size 128 --batch 4 \
        --inversion-steps 500 --steps 50 --threads 2 --out tokenflow.json

DIR is a folder of diffusers: unet, vae, text_encoder, tokenizer, scheduler. The frames are random, so that
only the time means something. Stages, as the official scripts have them:

    encode          frames to latents
    inversion       latents to noise; saves latents at the timesteps of the sampling
    reconstruction  noise to latents, and
    reconstructed   those to frames: its preprocessing always does both, its editing uses neither
    editing         TokenFlow with PnP's injection; loads the saved latents, three times the rows
    decode          the edited latents to frames

rows is how many pictures the stage's network gets, the UNet or the autoencoder, all calls together.
"""

import argparse
import json
import pathlib
import resource
import tempfile
import time

import diffusers
import torch
from diffusers import StableDiffusionPipeline

from goldens import tokenflow
from goldens.common import Seeds

SOURCE, TARGET = "a photo of a cat", "pencil sketch of the running woman"
NEGATIVE = "ugly, blurry, low res, unrealistic, unaesthetic"
INJECTION = dict(pnp_attn_t=0.5, pnp_f_t=0.8)
GUIDANCE = 7.5


def peak():
    """Bytes of memory that this process has had at most until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Clock:
    """Seconds of each stage, in the order in which they ran."""

    def __init__(self, frames):
        self.frames, self.stages = frames, {}

    def time(self, stage, rows, work):
        """Runs the work and returns what it returns."""
        begin = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - begin
        self.stages[stage] = {
            "seconds": seconds, "seconds_per_frame": seconds / self.frames, "rows": rows,
            "seconds_per_row": seconds / rows, "peak_bytes_until_then": peak()}
        return result


def preprocess(code, pipe, clock, options, folder):
    """What preprocess.py does with decoded frames. Returns latents (F, C, h, w)."""
    count, steps = options.frames, options.inversion_steps
    frames = torch.rand(count, 3, options.size, options.size, generator=Seeds(0).generator("frames"))
    inverter = tokenflow.made(code.preprocess.Preprocess, pipe, steps)
    timesteps = tokenflow.saved_timesteps(code, pipe.scheduler, steps, options.steps)
    latents = clock.time("encode", count, lambda: inverter.encode_imgs(frames))
    noise, text = clock.time("inversion", steps * count, lambda: tokenflow.invert(
        inverter, latents, SOURCE, timesteps, folder, options.inversion_batch))
    again = clock.time("reconstruction", steps * count, lambda: inverter.ddim_sample(
        noise, text, options.inversion_batch))
    clock.time("reconstructed", count, lambda: inverter.decode_latents(again))
    return latents


def edit(code, pipe, clock, options, latents, folder):
    """What run_tokenflow_pnp.py does with the latents of its frames."""
    count, steps = options.frames, options.steps
    config = dict(n_frames=count, batch_size=options.batch, n_timesteps=steps, guidance_scale=GUIDANCE,
                  prompt=TARGET, negative_prompt=NEGATIVE, **INJECTION)
    editor = tokenflow.editor(code.pnp, pipe, config, latents, folder)
    editor.init_method(conv_injection_t=int(steps * config["pnp_f_t"]),
                       qk_injection_t=int(steps * config["pnp_attn_t"]))
    start = editor.scheduler.add_noise(latents, editor.eps, editor.scheduler.timesteps[0])

    def sample():
        x = start
        for t in editor.scheduler.timesteps:
            x = editor.batched_denoise_step(x, t, torch.arange(count))
        return x

    # of each frame and each batch's pivot: source, negative prompt and prompt
    x = clock.time("editing", steps * 3 * (count + count // options.batch), sample)
    clock.time("decode", count, lambda: editor.decode_latents(x))


def table(stages):
    """Lines to print."""
    yield f"{'stage':15} {'seconds':>9} {'per frame':>9} {'rows':>7} {'ms a row':>9}"
    for name, it in stages.items():
        yield (f"{name:15} {it['seconds']:9.3f} {it['seconds_per_frame']:9.3f} {it['rows']:7}"
               f" {1000 * it['seconds_per_row']:9.2f}")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkout", type=pathlib.Path, required=True, metavar="DIR",
                        help="git clone https://github.com/omerbt/TokenFlow at 5dd6a69")
    parser.add_argument("--model", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--frames", type=int, default=8, help="a multiple of --batch")
    parser.add_argument("--size", type=int, default=512, help="pixels of a side")
    parser.add_argument("--batch", type=int, default=8, help="frames to a pivot, the official batch_size")
    parser.add_argument("--inversion-steps", type=int, default=500, help="a multiple of --steps")
    parser.add_argument("--inversion-batch", type=int, default=40, help="frames at once in the inversion")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="FILE.json")
    options = parser.parse_args()
    if options.frames % options.batch:
        parser.error("--frames must be a multiple of --batch: the official code drops the rest")
    if options.inversion_steps % options.steps:
        parser.error("--inversion-steps must be a multiple of --steps")
    return options


def main():
    options = read_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    code = tokenflow.official(options.checkout)
    diffusers.utils.logging.disable_progress_bar()
    pipe = StableDiffusionPipeline.from_pretrained(
        options.model, torch_dtype=torch.float32, safety_checker=None, requires_safety_checker=False,
        low_cpu_mem_usage=False)
    clock = Clock(options.frames)
    with torch.no_grad(), tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        latents = preprocess(code, pipe, clock, options, folder)
        edit(code, pipe, clock, options, latents, folder)
    whole = sum(it["seconds"] for it in clock.stages.values())
    report = {
        "options": {name: str(value) if isinstance(value, pathlib.Path) else value
                    for name, value in vars(options).items()},
        "versions": {"torch": torch.__version__, "diffusers": diffusers.__version__},
        "stages": clock.stages, "seconds": whole, "seconds_per_frame": whole / options.frames,
        "peak_bytes": peak(),
    }
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print("\n".join(table(clock.stages)))
    print(f"{'all':15} {whole:9.3f} {whole / options.frames:9.3f}   peak {peak() / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
