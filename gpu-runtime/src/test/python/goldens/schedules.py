"""Timesteps and steps of the samplers."""

from diffusers import DDIMScheduler

from .common import save


def make(out, seeds):
    tensors = {}
    common = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False)
    x, e = seeds.normal("ddim.x", 2, 4, 4, 4), seeds.normal("ddim.e", 2, 4, 4, 4)
    tensors["ddim.in.x"], tensors["ddim.in.e"] = x, e
    for spacing in ("leading", "trailing", "linspace"):
        for prediction in ("epsilon", "v_prediction"):
            for one, offset in ((False, 1), (True, 0)):
                ddim = DDIMScheduler(**common, timestep_spacing=spacing, prediction_type=prediction,
                                     set_alpha_to_one=one, steps_offset=offset)
                name = f"ddim.{spacing}.{prediction}.{str(one).lower()}.{offset}"
                tensors["ddim.alphas"] = ddim.alphas_cumprod
                for steps in (1, 4, 7, 20, 30, 50):
                    ddim.set_timesteps(steps)
                    tensors[f"{name}.{steps}.timesteps"] = ddim.timesteps.float()
                    found = [ddim.step(e, int(t), x).prev_sample for t in ddim.timesteps]
                    tensors[f"{name}.{steps}.first"] = found[0]
                    tensors[f"{name}.{steps}.last"] = found[-1]
                    tensors[f"{name}.{steps}.noised"] = ddim.add_noise(x, e, ddim.timesteps[:1])
    save(tensors, out / "schedules" / "golden.safetensors")
