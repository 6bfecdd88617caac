"""Adapters as PEFT saves them, configuration and weights apart, and what models with them compute.

Patterns of rank and alpha, one that is anchored and one that is words; rank-stabilised scaling; a text
encoder's adapter. Outputs are compared to 5e-5 of their range, as those of other LoRAs.
"""

import json

import torch
from peft import LoraConfig, get_peft_model

from . import families
from .common import PROMPTS, save

UNET = r".*(down_blocks\.1|mid_block)\..*(to_q|to_k|to_out\.0|conv1)"
ADAPTERS = {
    "patterns": ("unet", dict(
        r=2, lora_alpha=3, target_modules=UNET, rank_pattern={"attn1.to_q": 4, "^mid_block.*to_k": 1},
        alpha_pattern={r"^down_blocks\.1.*attn2\.to_k": 7, "to_k": 5, "o_q": 90, "resnets.0.conv1": 1})),
    "rslora": ("unet", dict(
        r=3, lora_alpha=2, target_modules=UNET, use_rslora=True, alpha_pattern={"to_out.0": 6})),
    "text": ("text_encoder", dict(
        r=2, lora_alpha=1, target_modules=["q_proj", "fc1"], alpha_pattern={"layers.1.self_attn.q_proj": 4})),
}


def shaken(seeds, name, model):
    for path, parameter in sorted(model.named_parameters()):
        if "lora_" in path:
            scale = parameter[0].numel() ** -0.5 if "lora_A" in path else 0.4
            parameter.copy_(scale * seeds.normal(["adapter", name, path], *parameter.shape))


def make(out, seeds):
    tensors = {}
    folder = out / "lora" / "adapters"
    for name, (part, settings) in ADAPTERS.items():
        pipe = families.pipeline(seeds, "sd1")
        adapted = get_peft_model(getattr(pipe, part), LoraConfig(**settings)).eval()
        shaken(seeds, name, adapted)
        adapted.save_pretrained(folder / name)
        (folder / name / "README.md").unlink()
        # a set would be saved in any order
        config = json.loads((folder / name / "adapter_config.json").read_text())
        if isinstance(config["target_modules"], list):
            config["target_modules"].sort()
        (folder / name / "adapter_config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
        setattr(pipe, part, adapted.base_model.model)
        text = families.embed(pipe, PROMPTS)
        x = seeds.normal("sd1.x", 2, 4, 8, 16)  # unet.in.x of the model's own data
        tensors[name + ".text"] = text
        tensors[name + ".unet"] = pipe.unet(x, 501, text).sample
    save(tensors, folder / "golden.safetensors")
