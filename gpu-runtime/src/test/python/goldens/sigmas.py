"""Whole trajectories of the samplers that step over sigmas, as in schedules.py: a formula for a model, and
steps in double precision from coefficients that begin in single.
"""

import json
from unittest import mock

import torch
from diffusers import (DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler,
                       EulerDiscreteScheduler)
from diffusers.schedulers import scheduling_euler_ancestral_discrete

from .common import save, write_json
from .schedules import LATENT, PREDICTIONS, SHAPE, SPACINGS, Precise, model

STEPS = (1, 2, 5, 16, 30)
# where a picture is noised to, of how many steps: what is left begins without a step before it
PART, WHOLE = 9, 16
SPACED = ("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas")


def draw(noise):
    return mock.patch.object(
        scheduling_euler_ancestral_discrete, "randn_tensor", lambda *_, **__: noise)


def advance(scheduler, i, x, wave, noise):
    """The state after a step, and the picture predicted in it."""
    t = scheduler.timesteps[i]
    output = model(scheduler.scale_model_input(x.double(), t).float(), wave)
    given = (output.double().as_subclass(Precise), t, x.double().as_subclass(Precise))
    if isinstance(scheduler, DPMSolverMultistepScheduler):
        x, = scheduler.step(*given, variance_noise=noise.as_subclass(Precise), return_dict=False)
        picture = scheduler.model_outputs[-1]
    else:
        with draw(noise):
            x, picture = scheduler.step(*given, return_dict=False)
    return x.as_subclass(torch.Tensor).float(), picture.as_subclass(torch.Tensor).float()


def begun(scheduler, steps, index=0):
    scheduler.set_timesteps(steps)
    scheduler.sigmas = scheduler.sigmas.double()
    scheduler.set_begin_index(index)


def trajectory(seeds):
    most = max(STEPS)
    return {"in.start": seeds.normal("start", *SHAPE), "in.picture": seeds.normal("picture", *SHAPE),
            "in.wave": seeds.normal("wave", most, *SHAPE), "in.noise": seeds.normal("noise", most, *SHAPE)}


def run(given, scheduler, steps):
    result = {"timesteps": [], "states": [], "pictures": [], "noised": []}
    for i in range(steps):
        begun(scheduler, steps, i)
        t = scheduler.timesteps[i]
        result["noised"].append(scheduler.add_noise(
            given["in.picture"].double(), given["in.noise"][i].double(), t[None]).float())
    begun(scheduler, steps)
    x = given["in.start"] * float(scheduler.init_noise_sigma)
    for i in range(steps):
        x, picture = advance(scheduler, i, x, given["in.wave"][i], given["in.noise"][i].double())
        result["timesteps"].append(scheduler.timesteps[i].float())
        result["states"].append(x)
        result["pictures"].append(picture)
    result["scales"] = [torch.tensor(float(scheduler.init_noise_sigma))]
    return {name: torch.stack(values) for name, values in result.items()}


def part(given, scheduler):
    """From a picture that is noised part of the way, as image-to-image pipelines begin."""
    begun(scheduler, WHOLE, PART)
    t = scheduler.timesteps[PART]
    x = scheduler.add_noise(
        given["in.picture"].double(), given["in.noise"][PART].double(), t[None]).float()
    states = []
    for i in range(PART, WHOLE):
        x, _ = advance(scheduler, i, x, given["in.wave"][i], given["in.noise"][i].double())
        states.append(x)
    return torch.stack(states)


def cases():
    """Name, kind, scheduler."""
    for prediction in PREDICTIONS:
        common = dict(LATENT, prediction_type=prediction)
        for spacing in SPACINGS:
            even = dict(common, timestep_spacing=spacing, steps_offset=1)
            yield f"ancestral.{spacing}.{prediction}", "EULER_ANCESTRAL", EulerAncestralDiscreteScheduler(**even)
            yield f"solver.{spacing}.{prediction}", "DPMPP_2M", DPMSolverMultistepScheduler(**even)
        for flag in SPACED:
            spaced = {**common, flag: True}
            yield f"euler.{flag}.{prediction}", "EULER", EulerDiscreteScheduler(**spaced)
            yield f"solver.{flag}.{prediction}", "DPMPP_2M", DPMSolverMultistepScheduler(**spaced)
    karras = dict(LATENT, use_karras_sigmas=True)
    yield "euler.least", "EULER", EulerDiscreteScheduler(**karras, final_sigmas_type="sigma_min")
    yield "euler.bounds", "EULER", EulerDiscreteScheduler(
        **karras, sigma_min=0.05, sigma_max=9.0, timestep_spacing="leading", steps_offset=1)
    yield "euler.trailing", "EULER", EulerDiscreteScheduler(
        **LATENT, final_sigmas_type="sigma_min", timestep_spacing="trailing")
    yield "euler.cosine", "EULER", EulerDiscreteScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction")
    solver = dict(LATENT, timestep_spacing="linspace")
    for name, more in {
            "heun": dict(solver_type="heun"),
            "first": dict(solver_order=1),
            "final": dict(euler_at_final=True, final_sigmas_type="sigma_min"),
            "high": dict(lower_order_final=False, final_sigmas_type="sigma_min"),
            "deis": dict(algorithm_type="deis", solver_type="logrho", final_sigmas_type="sigma_min"),
            "karras-heun-least": dict(use_karras_sigmas=True, solver_type="heun",
                                      final_sigmas_type="sigma_min", euler_at_final=True)}.items():
        yield "solver." + name, "DPMPP_2M", DPMSolverMultistepScheduler(**solver, **more)
    sde = dict(algorithm_type="sde-dpmsolver++")
    for name, more in {"": {}, ".karras": dict(use_karras_sigmas=True), ".heun": dict(solver_type="heun"),
                       ".first": dict(solver_order=1)}.items():
        yield "sde" + name, "DPMPP_2M_SDE", DPMSolverMultistepScheduler(**solver, **sde, **more)
    for spacing in SPACINGS:
        yield f"solver.cosine.{spacing}", "DPMPP_2M", DPMSolverMultistepScheduler(
            beta_schedule="squaredcos_cap_v2", lambda_min_clipped=-5.1, timestep_spacing=spacing,
            steps_offset=1)
    flat = dict(LATENT, timestep_spacing="trailing", prediction_type="v_prediction",
                rescale_betas_zero_snr=True)
    yield "solver.zero", "DPMPP_2M", DPMSolverMultistepScheduler(**flat)
    yield "ancestral.zero", "EULER_ANCESTRAL", EulerAncestralDiscreteScheduler(**flat)


def make(out, seeds):
    tensors, descriptions = trajectory(seeds), []
    given = dict(tensors)
    for name, kind, scheduler in cases():
        counts, parts = [], []
        for steps in STEPS:
            one = run_or_none(given, scheduler, steps)
            if one is not None:
                counts.append(steps)
                parts.append(one)
        for key in parts[0]:
            tensors[f"{name}.{key}"] = torch.cat([each[key] for each in parts])
        tensors[f"{name}.part"] = part(given, scheduler)
        descriptions.append(dict(name=name, kind=kind, steps=counts,
                                 config=json.loads(scheduler.to_json_string())))
    tensors["alphas.cosine"] = EulerDiscreteScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
    save(tensors, out / "sigmas" / "golden.safetensors")
    write_json(descriptions, out / "sigmas" / "cases.json")


def run_or_none(given, scheduler, steps):
    """Trailing steps below a bound may be fewer than were asked for: left out."""
    scheduler.set_timesteps(steps)
    return run(given, scheduler, steps) if len(scheduler.timesteps) == steps else None
