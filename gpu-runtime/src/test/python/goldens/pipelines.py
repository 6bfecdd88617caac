"""Whole runs of the reference's pipelines, with every noise that they drew.

A run is of a family's model. Where a case has a scheduler or a UNet of its own, the folder of the case
holds just that, to be laid over the family's folder.
"""

import contextlib

import torch
from diffusers import (ControlNetModel, DDIMScheduler, DPMSolverMultistepScheduler,
                       EulerAncestralDiscreteScheduler, EulerDiscreteScheduler, LCMScheduler,
                       StableDiffusionControlNetPipeline, StableDiffusionImg2ImgPipeline,
                       StableDiffusionPipeline, UNet2DConditionModel)
from diffusers.models.autoencoders import vae
from diffusers.pipelines.stable_diffusion import pipeline_stable_diffusion_img2img
from diffusers.schedulers import scheduling_euler_ancestral_discrete, scheduling_lcm

from . import families
from .common import save

PROMPT, NEGATIVE = "a photo of a cat", "pencil sketch"
HEIGHT, WIDTH = 64, 128
# a latent consistency model takes the guidance as an input
CONDITIONED_UNET = dict(families.SD1_UNET, block_out_channels=(8, 8, 16, 16), norm_num_groups=4,
                        attention_head_dim=4, layers_per_block=1, time_cond_proj_dim=64)
EPSILON = dict(families.SCHEDULER, prediction_type="epsilon")
EULER = {key: EPSILON[key] for key in EPSILON if key not in ("clip_sample", "set_alpha_to_one")}
TURBO = dict(EULER, timestep_spacing="trailing")
VELOCITY = dict(EULER, prediction_type="v_prediction")
KARRAS = dict(use_karras_sigmas=True)


@contextlib.contextmanager
def recorded(tensors):
    """Keeps what the pipeline draws: for the posterior, the start, and each step."""
    step = 0

    def keep(name, tensor):
        nonlocal step
        if name == "step":
            name, step = f"step.{step}", step + 1
        tensors["in." + name] = tensor
        return tensor

    places = {"posterior": vae, "start": pipeline_stable_diffusion_img2img, "step": scheduling_lcm,
              "step ": scheduling_euler_ancestral_discrete}
    draw = {name: module.randn_tensor for name, module in places.items()}
    for name, module in places.items():
        module.randn_tensor = lambda *a, _n=name, **k: keep(_n.strip(), draw[_n](*a, **k))
    try:
        yield
    finally:
        for name, module in places.items():
            module.randn_tensor = draw[name]


def run(seeds, name, pipe, steps, guidance, strength=None):
    """Final latents and pictures in [0, 1]; from noise, or from a picture."""
    tensors = {}

    def keep(pipeline, index, timestep, values):
        tensors["out.latents"] = values["latents"]
        return values

    arguments = dict(prompt=PROMPT, negative_prompt=NEGATIVE, num_inference_steps=steps,
                     guidance_scale=guidance, generator=seeds.generator("pipelines", name),
                     output_type="pt", callback_on_step_end=keep)
    pipe.set_progress_bar_config(disable=True)
    with recorded(tensors):
        if strength is None:
            start = seeds.normal(f"pipelines.{name}.start", 1, 4, HEIGHT // 8, WIDTH // 8)
            tensors["in.start"] = start
            image = pipe(latents=start, height=HEIGHT, width=WIDTH, **arguments).images
        else:
            levels = torch.randint(0, 256, (1, 3, HEIGHT // 8, WIDTH // 8),
                                   generator=seeds.generator("pipelines", name, "picture")).float()
            levels = torch.nn.functional.interpolate(levels, scale_factor=8, mode="bilinear").round()
            tensors["in.levels"] = levels
            image = pipe(image=levels / 255, strength=strength, **arguments).images
    tensors["out.image"] = image
    return tensors


def cases(seeds):
    """name: base, scheduler or None for the base's, UNet or None, steps, guidance, strength or None"""
    return {
        "sd1": ("sd1", None, None, 20, 3.0, None),
        "sd2": ("sd2", None, None, 20, 3.0, None),
        "sd1-picture": ("sd1", None, None, 20, 3.0, 0.6),
        "sd2-picture": ("sd2", None, None, 20, 3.0, 0.75),
        "euler": ("sd1", EulerDiscreteScheduler(**EULER), None, 20, 3.0, None),
        "turbo-1": ("sd2", EulerDiscreteScheduler(**TURBO), None, 1, 0.0, None),
        "turbo-4": ("sd2", EulerDiscreteScheduler(**TURBO), None, 4, 0.0, None),
        "turbo-picture": ("sd2", EulerDiscreteScheduler(**TURBO), None, 4, 0.0, 0.5),
        "euler-karras-picture": (
            "sd2", EulerDiscreteScheduler(**VELOCITY, **KARRAS), None, 12, 3.0, 0.6),
        "ancestral": ("sd1", EulerAncestralDiscreteScheduler(**EULER), None, 10, 3.0, None),
        "ancestral-picture": ("sd1", EulerAncestralDiscreteScheduler(**EULER), None, 12, 3.0, 0.6),
        "solver-karras": ("sd1", DPMSolverMultistepScheduler(**EULER, **KARRAS), None, 20, 3.0, None),
        "solver-picture": ("sd2", DPMSolverMultistepScheduler(**VELOCITY), None, 20, 3.0, 0.6),
        # as old folders say it, and as the pipeline does not take it
        "old": ("sd1", DDIMScheduler(**dict(EPSILON, clip_sample=True, steps_offset=0)),
                None, 10, 3.0, None),
        "old-picture": ("sd1", DDIMScheduler(**dict(EPSILON, clip_sample=True, steps_offset=0)),
                        None, 10, 3.0, 0.6),
        "lcm": ("sd1", LCMScheduler(**EPSILON), None, 4, 1.5, None),
        "lcm-picture": ("sd1", LCMScheduler(**EPSILON), None, 4, 1.0, 0.5),
        "lcm-conditioned": (
            "sd1", LCMScheduler(**EPSILON),
            seeds.shaken(UNet2DConditionModel(**CONDITIONED_UNET), "pipelines.conditioned"), 4, 8.0, None),
    }


def make(out, seeds):
    for name, (base, scheduler, unet, steps, guidance, strength) in cases(seeds).items():
        pipe = families.pipeline(seeds, base)
        folder = out / "pipelines" / name
        if scheduler is not None:
            pipe.register_modules(scheduler=scheduler)
            scheduler.save_pretrained(folder / "scheduler")
        if unet is not None:
            pipe.register_modules(unet=unet)
            unet.save_pretrained(folder / "unet")
        pipe.unet.register_to_config(sample_size=64)  # which the pipeline asks for and nothing follows
        kind = StableDiffusionPipeline if strength is None else StableDiffusionImg2ImgPipeline
        parts = {k: v for k, v in pipe.components.items() if k != "image_encoder"}
        pipe = kind(**parts, requires_safety_checker=False)
        save(run(seeds, name, pipe, steps, guidance, strength), folder / "golden.safetensors")
    save(controlled(out, seeds), out / "pipelines" / "control" / "golden.safetensors")


def controlled(out, seeds):
    """From noise, steered by a ControlNet of the area control in a part of the steps."""
    net = ControlNetModel.from_pretrained(out / "control" / "sd1-canny")
    pipe = families.pipeline(seeds, "sd1")
    pipe.unet.register_to_config(sample_size=64)
    parts = {k: v for k, v in pipe.components.items() if k != "image_encoder"}
    pipe = StableDiffusionControlNetPipeline(**parts, controlnet=net, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    levels = torch.randint(0, 256, (1, 3, HEIGHT, WIDTH),
                           generator=seeds.generator("pipelines", "control", "picture")).float()
    start = seeds.normal("pipelines.control.start", 1, 4, HEIGHT // 8, WIDTH // 8)
    latents = pipe(PROMPT, image=levels / 255, negative_prompt=NEGATIVE, num_inference_steps=10,
                   guidance_scale=3.0, latents=start, output_type="latent", height=HEIGHT, width=WIDTH,
                   controlnet_conditioning_scale=0.8, control_guidance_start=0.1,
                   control_guidance_end=0.75).images
    return {"in.levels": levels, "in.start": start, "out.latents": latents}
