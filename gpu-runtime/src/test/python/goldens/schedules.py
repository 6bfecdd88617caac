"""Whole trajectories of the samplers, with a model that is a formula.

The schedulers take each step in double precision, and what goes from step to step is single: so the
reference is what its formulas say, and not how often it rounds on the way.
"""

import json
from unittest import mock

import torch
from diffusers import (DDIMInverseScheduler, DDIMScheduler, EulerDiscreteScheduler, LCMScheduler)
from diffusers.schedulers import scheduling_lcm

from .common import save, write_json

STEPS = (1, 2, 4, 7, 20, 30, 50)
SHAPE = (2, 4, 1, 2)
LATENT = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
PREDICTIONS = ("epsilon", "v_prediction")
SPACINGS = ("leading", "trailing", "linspace")


def model(x, wave):
    """The Java test computes the same: operations whose results IEEE 754 fixes to the last bit."""
    return 0.75 * (x / torch.sqrt(x * x + 1)) + 0.5 * wave


class Precise(torch.Tensor):
    """Double precision that stays: Euler's scheduler would convert."""

    def to(self, *_, **__):
        return self


class Trajectory:
    """States after each step, the pictures predicted, and a picture noised to each step."""

    def __init__(self, seeds):
        self.start, self.picture = seeds.normal("start", *SHAPE), seeds.normal("picture", *SHAPE)
        self.wave = seeds.normal("wave", max(STEPS), *SHAPE)
        self.noise = seeds.normal("noise", max(STEPS), *SHAPE)

    def inputs(self):
        return {"in." + name: value for name, value in vars(self).items()}

    def of(self, scheduler, steps, arguments):
        result = {"timesteps": [], "states": [], "pictures": [], "noised": []}
        x = self.start * float(scheduler.init_noise_sigma)
        for i, t in enumerate(scheduler.timesteps):
            if hasattr(scheduler, "set_begin_index"):
                scheduler.set_begin_index(i)
                scheduler._step_index = None
            noised = scheduler.add_noise(self.picture.double(), self.noise[i].double(), t[None])
            given = scheduler.scale_model_input(x.double(), t).float()
            output = model(given, self.wave[i])
            if isinstance(scheduler, DDIMScheduler):
                arguments = dict(arguments, variance_noise=self.noise[i].double())
            if not isinstance(scheduler, EulerDiscreteScheduler):
                t = int(t)
            drawn = mock.patch.object(
                scheduling_lcm, "randn_tensor", lambda *_, i=i, **__: self.noise[i].double())
            with drawn:
                x, picture = scheduler.step(
                    output.double().as_subclass(Precise), t, x.double().as_subclass(Precise),
                    **arguments, return_dict=False)
            x, picture = (y.as_subclass(torch.Tensor).float() for y in (x, picture))
            for name, value in (("timesteps", torch.tensor(float(t))), ("states", x),
                                ("pictures", picture), ("noised", noised)):
                result[name].append(value)
        return {name: torch.stack(values).float() for name, values in result.items()}

    def inverse(self, scheduler):
        x, states = self.start, []
        for i, t in enumerate(scheduler.timesteps):
            output = model(x, self.wave[i]).double()
            x = scheduler.step(output, int(t), x.double()).prev_sample.float()
            states.append(x)
        return {"timesteps": scheduler.timesteps.float(), "states": torch.stack(states)}


def cases():
    """Name, kind, scheduler, arguments of set_timesteps, arguments of step."""
    for prediction in PREDICTIONS:
        for spacing in SPACINGS:
            common = dict(LATENT, timestep_spacing=spacing, prediction_type=prediction)
            for one, offset in ((False, 1), (True, 0)):
                ddim = DDIMScheduler(
                    **common, clip_sample=False, set_alpha_to_one=one, steps_offset=offset)
                for eta in (0.0, 0.7) if offset else (0.0,):
                    yield (f"ddim.{spacing}.{prediction}.{offset}.{eta}", "DDIM", ddim, {},
                           {"eta": eta})
            euler = EulerDiscreteScheduler(**common, steps_offset=1)
            yield f"euler.{spacing}.{prediction}", "EULER", euler, {}, {}
        lcm = LCMScheduler(**LATENT, prediction_type=prediction)
        for strength in (1.0, 0.6):
            yield f"lcm.{prediction}.{strength}", "LCM", lcm, {"strength": strength}, {}
    # all signal gone at the end: what goes with velocity and trailing steps
    flat = dict(LATENT, timestep_spacing="trailing", prediction_type="v_prediction",
                rescale_betas_zero_snr=True)
    ddim = DDIMScheduler(**flat, clip_sample=False, set_alpha_to_one=False)
    yield "ddim.zero", "DDIM", ddim, {}, {"eta": 0.0}
    yield "euler.zero", "EULER", EulerDiscreteScheduler(**flat), {}, {}
    linear = DDIMScheduler(beta_start=0.0001, beta_end=0.02, clip_sample=False)
    yield "ddim.linear", "DDIM", linear, {}, {"eta": 0.0}


def precise(scheduler):
    """All of its coefficients in double precision, from the single precision it starts with."""
    if isinstance(scheduler, EulerDiscreteScheduler):
        scheduler.sigmas = scheduler.sigmas.double()
        return scheduler
    scheduler.alphas_cumprod = scheduler.alphas_cumprod.double()
    for name in ("final_alpha_cumprod", "initial_alpha_cumprod"):
        if hasattr(scheduler, name):
            setattr(scheduler, name, getattr(scheduler, name).double())
    return scheduler


def fits(kind, steps, arguments):
    return kind != "LCM" or steps <= int(50 * arguments["strength"])


def joined(parts):
    return {name: torch.cat([part[name] for part in parts]) for name in parts[0]}


def described(name, kind, scheduler, steps, arguments):
    config = json.loads(scheduler.to_json_string())
    return dict(name=name, kind=kind, config=config, steps=steps, **arguments)


def spread(scheduler, most):
    """All timesteps for 1 to so many steps. Rounding gives 61 trailing ones a 62nd, -1: left out."""
    listed = []
    for steps in range(1, most + 1):
        scheduler.set_timesteps(steps)
        listed += [float(t) for t in scheduler.timesteps if t >= 0]
    return torch.tensor(listed)


def make(out, seeds):
    trajectory = Trajectory(seeds)
    tensors, descriptions = trajectory.inputs(), []
    for name, kind, scheduler, setting, arguments in cases():
        counts = [steps for steps in STEPS if fits(kind, steps, setting)]
        parts = []
        for steps in counts:
            scheduler.set_timesteps(steps, **setting)
            precise(scheduler)
            part = trajectory.of(scheduler, steps, arguments)
            part["scales"] = torch.tensor([float(scheduler.init_noise_sigma)])
            parts.append(part)
        tensors |= {f"{name}.{key}": value for key, value in joined(parts).items()}
        descriptions.append(described(name, kind, scheduler, counts, setting | arguments))
    for spacing in ("leading", "trailing"):
        for prediction in PREDICTIONS:
            for one, offset in ((False, 1), (True, 0)):
                inverse = precise(DDIMInverseScheduler(
                    **LATENT, clip_sample=False, timestep_spacing=spacing,
                    prediction_type=prediction, set_alpha_to_one=one, steps_offset=offset))
                name, parts = f"inverse.{spacing}.{prediction}.{offset}", []
                for steps in STEPS:
                    inverse.set_timesteps(steps)
                    parts.append(trajectory.inverse(inverse))
                tensors |= {f"{name}.{key}": value for key, value in joined(parts).items()}
                descriptions.append(described(name, "INVERSE", inverse, list(STEPS), {}))
    for spacing in SPACINGS:
        for kind, scheduler in (("ddim", DDIMScheduler), ("euler", EulerDiscreteScheduler)):
            made = scheduler(**LATENT, timestep_spacing=spacing, steps_offset=1)
            tensors[f"spread.{kind}.{spacing}"] = spread(made, 100)
    tensors["spread.lcm"] = spread(LCMScheduler(**LATENT), 50)
    tensors["alphas"] = DDIMScheduler(**LATENT).alphas_cumprod
    tensors["alphas.zero"] = DDIMScheduler(**LATENT, rescale_betas_zero_snr=True).alphas_cumprod
    save(tensors, out / "schedules" / "golden.safetensors")
    write_json(descriptions, out / "schedules" / "cases.json")
