"""LoRAs in all forms, and what models with them compute. The files are written here by hand, with the
names that trainers write; diffusers loads them, but for those that it can't load, which are merged into the
weights."""

import json

import torch
from safetensors.torch import save_file

from . import families
from .common import PROMPTS, save

RANK = 2
FEW = ("attn1.to_q", "attn1.to_out.0", "attn2.to_k", "attn2.to_v")

# what LDM calls the layers of a residual block
RESIDUAL = {"conv1": "in_layers.2", "conv2": "out_layers.3", "time_emb_proj": "emb_layers.1",
            "conv_shortcut": "skip_connection"}


class Layer:
    """The two matrices of a layer, by the rules of the forms: down (r, in, …), up (out, r, …)."""

    def __init__(self, seeds, case, name, module):
        self.name = name
        weight = module.weight
        out, into, *kernel = weight.shape
        fan = weight[0].numel() ** 0.5
        self.down = seeds.normal(["lora.down", case, name], RANK, into, *kernel) / fan
        self.up = 0.4 * seeds.normal(["lora.up", case, name], out, RANK, *([1] * len(kernel)))

    def delta(self):
        return (self.up.flatten(1) @ self.down.flatten(1)).reshape(-1, *self.down.shape[1:])


def layers(seeds, case, model, wanted=lambda name: True):
    """A LoRA of a model's linear maps and convolutions."""
    return [Layer(seeds, case, name, module) for name, module in model.named_modules()
            if isinstance(module, (torch.nn.Linear, torch.nn.Conv2d)) and wanted(name)]


def few(name):
    return name.endswith(FEW) or name.endswith(("q_proj", "out_proj"))


def inside(name):
    """All layers that trainers reach: those inside of blocks."""
    return "blocks" in name or "mid_block" in name


def kohya(unet, text, alpha, dtype):
    tensors = {}
    for prefix, part in (("lora_unet_", unet), ("lora_te_", text)):
        for layer in part:
            name = prefix + layer.name.replace(".", "_")
            tensors[name + ".lora_down.weight"] = layer.down.to(dtype)
            tensors[name + ".lora_up.weight"] = layer.up.to(dtype)
            if alpha is not None:
                tensors[name + ".alpha"] = torch.tensor(alpha).to(dtype)
    return tensors


def ldm_name(name):
    """A layer of a UNet with two residual blocks a level, as LDM calls it."""
    words = name.split(".")
    if words[0] == "mid_block":
        place = ["middle_block", str({"attentions": 1, "resnets": 2 * int(words[2])}[words[1]])]
        kind, rest = words[1], words[3:]
    else:
        level, kind, slot, rest = int(words[1]), words[2], int(words[3]), words[4:]
        if kind == "downsamplers":
            return f"input_blocks.{3 * level + 3}.0.op"
        if kind == "upsamplers":
            return f"output_blocks.{3 * level + 2}.{1 if level == 0 else 2}.conv"
        number = 3 * level + slot
        place = [*(("input_blocks", str(number + 1)) if words[0] == "down_blocks"
                   else ("output_blocks", str(number))), "0" if kind == "resnets" else "1"]
    if kind == "resnets":
        rest = [RESIDUAL[rest[0]], *rest[1:]]
    return ".".join([*place, *rest])


def ldm(unet, text, alpha, dtype):
    named = []
    for layer in unet:
        renamed = Layer.__new__(Layer)
        renamed.name, renamed.down, renamed.up = ldm_name(layer.name), layer.down, layer.up
        named.append(renamed)
    return kohya(named, text, alpha, dtype)


def peft(unet, text):
    return {f"{part}.{layer.name}.lora_{side}.weight": tensor
            for part, found in (("unet", unet), ("text_encoder", text)) for layer in found
            for side, tensor in (("A", layer.down), ("B", layer.up))}


def adapter(alpha, wanted, pattern=None, **others):
    """What PEFT says of an adapter."""
    return dict(r=RANK, lora_alpha=alpha, target_modules=sorted({layer.name for layer in wanted}),
                alpha_pattern=pattern or {}, rank_pattern={}, peft_type="LORA", **others)


def older(unet, text):
    """diffusers before PEFT."""
    tensors = {}
    for layer in unet:
        tensors[f"unet.{layer.name}.lora.down.weight"] = layer.down
        tensors[f"unet.{layer.name}.lora.up.weight"] = layer.up
    for layer in text:
        tensors[f"text_encoder.{layer.name}.lora_linear_layer.down.weight"] = layer.down
        tensors[f"text_encoder.{layer.name}.lora_linear_layer.up.weight"] = layer.up
    return tensors


def processors(unet, text):
    """The first form of diffusers, without any prefix for a UNet alone."""
    tensors = {}
    for layer in unet:
        name = layer.name.replace("to_out.0", "to_out").replace(".to_", ".processor.to_")
        tensors[name + "_lora.down.weight"] = layer.down
        tensors[name + "_lora.up.weight"] = layer.up
    for layer in text:
        name = layer.name.replace("q_proj", "to_q").replace("out_proj", "to_out")
        tensors[f"text_encoder.{name}_lora.down.weight"] = layer.down
        tensors[f"text_encoder.{name}_lora.up.weight"] = layer.up
    return tensors


def write(tensors, file, metadata=None):
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, file,
              {"format": "pt", **(metadata or {})})


def merge(model, found, factor):
    """What a LoRA is by definition."""
    modules = dict(model.named_modules())
    for layer in found:
        weight = modules[layer.name].weight
        weight.add_(factor * layer.delta().reshape(weight.shape))


def outputs(seeds, name, pipe):
    text = families.embed(pipe, PROMPTS)
    x = seeds.normal(name + ".x", 2, 4, 8, 16)  # unet.in.x of the model's own data
    return {"text": text, "unet": pipe.unet(x, 501, text).sample}


def loaded(seeds, name, folder, scales):
    """diffusers' pipeline with LoRAs of these files and scales."""
    pipe = families.pipeline(seeds, name)
    for case in scales:
        pipe.load_lora_weights(folder, weight_name=case + ".safetensors", adapter_name=case)
    # files of half precision give layers of half precision: their values count, not how diffusers computes
    pipe.unet.float(), pipe.text_encoder.float()
    pipe.set_adapters(list(scales), list(scales.values()))
    return outputs(seeds, name, pipe)


def cut_in_three(seeds, case, layer):
    """A convolution's LoRA in CP form: the middle has the kernel."""
    into = layer.down.shape[1]
    kernel = layer.down.shape[2:]
    mid = seeds.normal(["lora.mid", case, layer.name], RANK, RANK + 1, *kernel) / 3
    down = seeds.normal(["lora.thin", case, layer.name], RANK + 1, into, 1, 1)
    layer.down = torch.einsum("rshw,si->rihw", mid, down.flatten(1))
    return mid, down


def family(seeds, name, folder):
    pipe = families.pipeline(seeds, name)
    unet, text = pipe.unet, pipe.text_encoder

    def parts(case, wanted):
        return layers(seeds, case, unet, wanted), layers(seeds, case, text, wanted)

    both = parts("kohya", lambda n: inside(n) or "encoder.layers" in n)
    write(kohya(*both, 1.5, torch.float16), folder / "kohya.safetensors")
    both = parts("peft", lambda n: few(n) or n.endswith(("conv2", "proj_out")))
    pattern = {"down_blocks.1.resnets.0.conv2": 8}
    metadata = {"unet." + key: value for key, value in adapter(3, both[0], pattern).items()}
    metadata.update({"text_encoder." + key: value for key, value in
                     adapter(1, both[1], use_rslora=True).items()})
    write(peft(*both), folder / "peft.safetensors", {"lora_adapter_metadata": json.dumps(metadata)})

    write(older(*parts("older", few)), folder / "older.safetensors")
    write({"base_model.model." + layer.name + ".lora_" + side + ".weight": tensor
           for layer in layers(seeds, "bare", unet, few)
           for side, tensor in (("A", layer.down), ("B", layer.up))}, folder / "bare.safetensors")

    tensors = {}

    def add(case, found):
        tensors.update({f"{case}.{part}": tensor for part, tensor in found.items()})

    for case, scale in (("kohya", 1), ("peft", 0.8), ("older", 1)):
        add(case, loaded(seeds, name, folder, {case: scale}))
    add("two", loaded(seeds, name, folder, {"kohya": 0.6, "peft": -0.5}))

    # By definition: diffusers can't load these. It takes input_blocks_10 for input_blocks_1.
    both = parts("ldm", lambda n: few(n) or "resnets" in n or "samplers" in n or "proj_in" in n)
    for layer in sum(both, []):
        layer.down, layer.up = layer.down.bfloat16().float(), layer.up.bfloat16().float()
    write(ldm(*both, 0.75, torch.bfloat16), folder / "ldm.safetensors")
    pipe = families.pipeline(seeds, name)
    merge(pipe.unet, both[0], 0.75 / RANK), merge(pipe.text_encoder, both[1], 0.75 / RANK)
    add("ldm", outputs(seeds, name, pipe))
    both = parts("processors", few)
    write(processors(*both), folder / "processors.safetensors")
    pipe = families.pipeline(seeds, name)
    merge(pipe.unet, both[0], 1), merge(pipe.text_encoder, both[1], 1)
    add("processors", outputs(seeds, name, pipe))
    pipe = families.pipeline(seeds, name)
    merge(pipe.unet, layers(seeds, "bare", pipe.unet, few), 1)
    add("bare", outputs(seeds, name, pipe))
    cp = layers(seeds, "cp", unet, lambda n: n.endswith("conv1"))
    written = {}
    for layer in cp:
        mid, down = cut_in_three(seeds, "cp", layer)
        key = "lora_unet_" + layer.name.replace(".", "_")
        written.update({key + ".lora_down.weight": down, key + ".lora_mid.weight": mid,
                        key + ".lora_up.weight": layer.up, key + ".alpha": torch.tensor(1.0)})
    write(written, folder / "cp.safetensors")
    pipe = families.pipeline(seeds, name)
    merge(pipe.unet, cp, 1 / RANK)
    add("cp", outputs(seeds, name, pipe))
    return tensors


def make(out, seeds):
    for name in ("sd1", "sd2"):
        save(family(seeds, name, out / "lora" / name), out / "lora" / name / "golden.safetensors")
