"""TokenFlow's official code, driven from a checkout: single precision, on the CPU.

Its classes are made without their __init__, which load half-precision checkpoints onto a GPU. Whatever
computes, from the encoder to the last sampling step, is theirs and runs unchanged.
"""

import importlib
import pathlib
import sys
import types
import warnings

import torch
from diffusers import DDIMScheduler

# what its files import and these runs do not reach
UNUSED = {
    "kornia": [], "kornia.geometry": [], "kornia.geometry.transform": ["remap"],
    "kornia.utils": [], "kornia.utils.grid": ["create_meshgrid"], "cv2": [],
}
FILES = {"preprocess": "preprocess", "pnp": "run_tokenflow_pnp", "sdedit": "run_tokenflow_sdedit",
         "utils": "tokenflow_utils"}


def unused(*_, **__):
    raise NotImplementedError("a stand-in for a module that these runs do not need")


def stand_ins():
    """Puts empty modules where packages are missing; returns the names."""
    missing = []
    for name, functions in UNUSED.items():
        try:
            importlib.import_module(name)
        except ImportError:
            module = types.ModuleType(name)
            module.__path__ = []
            for function in functions:
                setattr(module, function, unused)
            sys.modules[name] = module
            missing.append(name)
    return missing


def official(checkout):
    """The checkout's modules, by the short names of FILES. They write no videos and draw no progress bars."""
    missing = stand_ins()
    sys.path.insert(0, str(pathlib.Path(checkout).resolve()))
    # autocast is asked for on CUDA and does nothing here, of which torch warns
    warnings.filterwarnings("ignore", message=".*device_type of 'cuda'.*")
    try:
        code = {short: importlib.import_module(name) for short, name in FILES.items()}
    finally:
        del sys.path[0]
        # whoever looks for the packages later must not find empty ones
        for name in missing:
            del sys.modules[name]
    for module in code.values():
        if hasattr(module, "tqdm"):
            module.tqdm = lambda steps, **_: steps
        if hasattr(module, "save_video"):
            module.save_video = lambda *_, **__: None
    return types.SimpleNamespace(**code)


def made(kind, pipe, steps):
    """An object of an official class with the model that its __init__ would have loaded."""
    result = kind.__new__(kind)
    torch.nn.Module.__init__(result)
    result.device, result.sd_version = "cpu", "1.5"
    result.vae, result.unet = pipe.vae, pipe.unet
    result.tokenizer, result.text_encoder = pipe.tokenizer, pipe.text_encoder
    result.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
    result.scheduler.set_timesteps(steps)
    return result


def saved_timesteps(code, scheduler, inversion_steps, sampling_steps):
    """The timesteps whose latents an inversion saves, which are those of the sampling: noisiest first."""
    own = DDIMScheduler.from_config(scheduler.config)
    own.set_timesteps(inversion_steps)
    passed = set(own.timesteps.tolist())
    own.set_timesteps(sampling_steps)
    if not passed.issuperset(own.timesteps.tolist()):
        raise ValueError(f"{inversion_steps} steps of inversion do not pass those of {sampling_steps}")
    return code.preprocess.get_timesteps(own, sampling_steps, 1.0, "cpu")[0]


def invert(inverter, latents, prompt, timesteps, folder, batch=40):
    """From latents (F, C, h, w), which stay as they are, to noise. Files go where an editor finds them.

    Returns the noise and the prompt's embedding.
    """
    (folder / "latents").mkdir(parents=True)
    (folder / "inversion_prompt.txt").write_text(prompt)
    text = inverter.get_text_embeds(prompt, "", device="cpu")[1].unsqueeze(0)
    noise = inverter.ddim_inversion(text, latents.clone(), str(folder), batch, timesteps_to_save=timesteps)
    return noise, text


def editor(module, pipe, config, latents, folder):
    """TokenFlow of pnp or sdedit, ready for init_method, with what an inversion has left in the folder."""
    result = made(module.TokenFlow, pipe, config["n_timesteps"])
    # the class has its own and looks at the module's as well
    result.config = module.config = config
    if "start" in config:
        # a slice from -int(start * n - 1): one step fewer than the share of n that start says
        kept = int(config["start"] * config["n_timesteps"] - 1)
        result.scheduler.timesteps = result.scheduler.timesteps[-kept:]
    result.latents_path = str(folder / "latents")
    result.latents = latents
    result.eps = result.get_ddim_eps(latents, range(config["n_frames"]))
    result.text_embeds = result.get_text_embeds(config["prompt"], config["negative_prompt"])
    source = result.get_pnp_inversion_prompt()
    result.pnp_guidance_embeds = result.get_text_embeds(source, source).chunk(2)[0]
    return result
