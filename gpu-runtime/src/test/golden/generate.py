"""Makes the golden data of the Java tests: small random models and what the reference computes.

    pip install -r requirements.txt
    python generate.py ../resources/golden

Everything is seeded; weights are random, of the layout of Stable Diffusion 1 and 2. The tensors in
golden.safetensors are named CASE.in.NAME and CASE.out.NAME.
"""

import json
import pathlib
import shutil
import sys

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer, CLIPTokenizerFast

WORDS = ["a", "photo", "of", "the", "cat", "sketch", "pencil", "running", "woman", "in", "style"]

PROMPTS = [
    "",
    "a photo of a cat",
    "  A  Photo\tof\n the CAT  ",
    "pencil sketch, woman running!!",
    "it's 3 o'clock, we'll see; they've 1234 cats",
    "caf\u00e9 cafe\u0301 na\u00efve \u00dcBER stra\u00dfe",
    "\u00bd\u00b2 \u2167 \u0663 x\u00b2",
    "emoji \U0001f600\U0001f44d end",
    "\u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac \u05e2\u05d1\u05e8\u05d9\u05ea",
    "non\u00a0breaking\u2003space\u3000wide",
    "quotes \u201ccurly\u201d \u2014 dash \u2026",
    "<|endoftext|> inside <|startoftext|>text",
    "pencil's catsketch'd photo-realistic___style",
]
# words that the slow tokenizer without ftfy cuts differently; here the fast one is the reference
FAST_ONLY = ["\u732b\u306e\u7d75 \u9ad8\u6e05", "\U0001f468\u200d\U0001f469\u200d\U0001f467 family"]
LONG = " ".join(["running"] * 30 + ["unpronounceable", "woman"] * 6 + ["lost", "words"])


def alphabet():
    own = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    others = [b for b in range(256) if b not in own]
    return [chr(b) for b in own] + [chr(256 + i) for i in range(len(others))]


def tokenizer(folder, pad):
    folder.mkdir(parents=True)
    symbols = alphabet()
    vocabulary = symbols + [s + "</w>" for s in symbols]
    merges = []
    for word in WORDS:
        for end in range(2, len(word) + 1):
            right = word[end - 1] + ("</w>" if end == len(word) else "")
            if (word[: end - 1], right) not in merges:
                merges.append((word[: end - 1], right))
                vocabulary.append(word[: end - 1] + right)
    vocabulary += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = list(dict.fromkeys(vocabulary))
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(vocabulary)}))
    lines = ["#version: 0.2"] + [" ".join(m) for m in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = (str(folder / "vocab.json"), str(folder / "merges.txt"))
    arguments = dict(pad_token=pad, model_max_length=77)
    return CLIPTokenizer(*files, **arguments), CLIPTokenizerFast(*files, **arguments)


def shaken(module, seed):
    """Random weights everywhere, so that no norm or bias is left at one or zero."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in module.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() == 1:
                parameter.add_(0.1 * noise)
            else:
                parameter.copy_(noise / parameter[0].numel() ** 0.5)
    return module.eval()


def normal(seed, *shape):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def schedule_cases(tensors):
    common = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False)
    x, e = normal(1, 2, 4, 4, 4), normal(2, 2, 4, 4, 4)
    tensors["ddim.in.x"], tensors["ddim.in.e"] = x, e
    configs = []
    for spacing in ("leading", "trailing", "linspace"):
        for prediction in ("epsilon", "v_prediction"):
            for one, offset in ((False, 1), (True, 0)):
                configs.append((spacing, prediction, one, offset))
    for spacing, prediction, one, offset in configs:
        ddim = DDIMScheduler(**common, timestep_spacing=spacing, prediction_type=prediction,
                             set_alpha_to_one=one, steps_offset=offset)
        name = f"ddim.{spacing}.{prediction}.{str(one).lower()}.{offset}"
        tensors["ddim.alphas"] = ddim.alphas_cumprod.clone()
        for steps in (1, 4, 7, 20, 30, 50):
            ddim.set_timesteps(steps)
            tensors[f"{name}.{steps}.timesteps"] = ddim.timesteps.float()
            out = [ddim.step(e, int(t), x).prev_sample for t in ddim.timesteps]
            tensors[f"{name}.{steps}.first"] = out[0]
            tensors[f"{name}.{steps}.last"] = out[-1]
            tensors[f"{name}.{steps}.noised"] = ddim.add_noise(x, e, ddim.timesteps[:1])


def model_cases(pipe, tensors, sizes):
    prompts = ["a photo of a cat", "pencil sketch of the running woman"]
    ids = pipe.tokenizer(prompts, padding="max_length", max_length=77, truncation=True,
                         return_tensors="pt").input_ids
    text = pipe.text_encoder(ids)[0]
    tensors["text.out"] = text
    unet, vae = pipe.unet, pipe.vae
    h, w = sizes
    x = normal(3, 2, 4, h, w)
    tensors["unet.in.x"] = x
    for t in (7, 501, 999):
        tensors[f"unet.out.{t}"] = unet(x, t, text).sample
    channels = unet.config.block_out_channels
    block = unet.down_blocks[1]
    r, temb = normal(4, 2, channels[0], h, w), normal(5, 1, 4 * channels[0])
    tensors["residual.in.x"] = r
    # the Java block takes the embedding after the SiLU that the reference applies in each block
    tensors["residual.in.time"] = torch.nn.functional.silu(temb)
    tensors["residual.out"] = block.resnets[0](r, temb.expand(2, -1))
    a = normal(6, 2, channels[1], h, w)
    tensors["transformer.in.x"] = a
    tensors["transformer.out"] = block.attentions[0](a, encoder_hidden_states=text).sample
    f = 2 ** (len(vae.config.block_out_channels) - 1)
    image = torch.tanh(normal(7, 2, 3, f * h, f * w))
    tensors["vae.in.image"] = image
    latents = vae.encode(image).latent_dist.mean * vae.config.scaling_factor
    tensors["vae.out.latents"] = latents
    tensors["vae.out.image"] = vae.decode(latents / vae.config.scaling_factor).sample
    # picture to picture: 10 steps, strength 0.6, guidance 3
    ddim = pipe.scheduler
    ddim.set_timesteps(10)
    kept = ddim.timesteps[4:]
    noise = normal(8, *latents.shape)
    tensors["edit.in.noise"] = noise
    y = ddim.add_noise(latents, noise, kept[:1])
    empty = pipe.text_encoder(pipe.tokenizer([""] * 2, padding="max_length", max_length=77,
                                             return_tensors="pt").input_ids)[0]
    for t in kept:
        bare, full = unet(y, t, empty).sample, unet(y, t, text).sample
        y = ddim.step(bare + 3.0 * (full - bare), t, y).prev_sample
    tensors["edit.out.latents"] = y
    tensors["edit.out.image"] = vae.decode(y / vae.config.scaling_factor).sample


def model(root, name, pad, act, prediction, unet, vae, sizes):
    folder = root / name
    slow, fast = tokenizer(root / (name + "-tokenizer"), pad)
    vocabulary = len(slow.get_vocab())
    context = unet["cross_attention_dim"]
    text = CLIPTextModel(CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=context, intermediate_size=2 * context,
        num_hidden_layers=2, num_attention_heads=4, hidden_act=act,
        bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1))
    scheduler = DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
        set_alpha_to_one=False, steps_offset=1, prediction_type=prediction)
    pipe = StableDiffusionPipeline(
        vae=shaken(AutoencoderKL(**vae), 11), text_encoder=shaken(text, 12), tokenizer=slow,
        unet=shaken(UNet2DConditionModel(**unet), 13), scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    pipe.save_pretrained(folder)
    shutil.rmtree(root / (name + "-tokenizer"))
    tensors = {}
    with torch.no_grad():
        model_cases(pipe, tensors, sizes)
    save_file({k: v.clone().contiguous() for k, v in tensors.items()}, folder / "golden.safetensors")
    cases = []
    for prompt in PROMPTS + FAST_ONLY + [LONG]:
        arguments = dict(padding="max_length", max_length=77, truncation=True)
        ids = fast(prompt, **arguments).input_ids
        if prompt not in FAST_ONLY:
            assert ids == slow(prompt, **arguments).input_ids, prompt
        cases.append({"prompt": prompt, "ids": ids})
    (folder / "tokens.json").write_text(json.dumps(cases, indent=1))


def main():
    root = pathlib.Path(sys.argv[1])
    for name in ("sd1", "sd2"):
        shutil.rmtree(root / name, ignore_errors=True)
    root.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    np.random.seed(0)
    attending = ("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D")
    attending_up = ("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D")
    shared = dict(down_block_types=attending, up_block_types=attending_up, norm_num_groups=8)
    model(root, "sd1", "<|endoftext|>", "quick_gelu", "epsilon",
          dict(**shared, block_out_channels=(16, 32, 32), layers_per_block=2,
               attention_head_dim=8, cross_attention_dim=32),
          dict(block_out_channels=(8, 16, 16, 16), layers_per_block=1, norm_num_groups=4,
               down_block_types=("DownEncoderBlock2D",) * 4,
               up_block_types=("UpDecoderBlock2D",) * 4),
          (8, 12))
    model(root, "sd2", "!", "gelu", "v_prediction",
          dict(**shared, block_out_channels=(16, 24, 32), layers_per_block=1,
               attention_head_dim=(2, 3, 4), cross_attention_dim=24, use_linear_projection=True),
          dict(block_out_channels=(8, 16), layers_per_block=2, norm_num_groups=4,
               down_block_types=("DownEncoderBlock2D",) * 2,
               up_block_types=("UpDecoderBlock2D",) * 2),
          (8, 8))
    tensors = {}
    schedule_cases(tensors)
    save_file({k: v.clone().contiguous() for k, v in tensors.items()}, root / "schedule.safetensors")


main()
