"""How the small models look as single files with the names of latent diffusion's code.

Not a second copy of the weights but a recipe: for each tensor of the single file its shape and the
diffusers tensors whose rows it holds, one below the other; none for what a model does not use. The
map of names is walked through the modules here, and checked against diffusers' own conversion.
"""

import json

import torch
from diffusers.loaders import single_file_utils

from . import families

RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1",
          "norm2": "out_layers.0", "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
VAE_RESNET = {"norm1": "norm1", "conv1": "conv1", "norm2": "norm2", "conv2": "conv2",
              "conv_shortcut": "nin_shortcut"}
VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
OPEN_CLIP = {"layer_norm1": "ln_1", "layer_norm2": "ln_2", "self_attn.out_proj": "attn.out_proj",
             "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj"}


class Recipe:
    def __init__(self, part, module, prefix):
        self.part, self.prefix = part, prefix
        self.weights = module.state_dict()
        self.left = set(self.weights)
        self.tensors = {}

    def put(self, name, *ours, shape=None):
        self.left -= set(ours)
        joined = torch.cat([self.weights[it] for it in ours])
        self.tensors[self.prefix + name] = {
            "shape": list(shape or joined.shape), "rows": [self.part + "/" + it for it in ours]}

    def layer(self, name, ours, square=False):
        for kind in ("weight", "bias"):
            if ours + "." + kind in self.weights:
                weight = self.weights[ours + "." + kind]
                convolution = square and weight.dim() == 2
                self.put(name + "." + kind, ours + "." + kind,
                         shape=(*weight.shape, 1, 1) if convolution else None)

    def layers(self, name, ours, names, square=False):
        for old, new in names.items():
            self.layer(f"{name}.{new}", f"{ours}.{old}", square)

    def same(self, name, ours):
        for tensor in sorted(self.left):
            if tensor.startswith(ours + "."):
                self.put(name + tensor[len(ours):], tensor)

    def unused(self, name, *shape):
        self.tensors[self.prefix + name] = {"shape": list(shape), "rows": []}

    def whole(self):
        assert not self.left, self.left
        return self.tensors


def unet_recipe(unet):
    recipe = Recipe("unet", unet, "model.diffusion_model.")
    for old, new in {"time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
                     "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"}.items():
        recipe.layer(new, old)
    number = 0
    for i, block in enumerate(unet.down_blocks):
        for j in range(len(block.resnets)):
            number += 1
            recipe.layers(f"input_blocks.{number}.0", f"down_blocks.{i}.resnets.{j}", RESNET)
            recipe.same(f"input_blocks.{number}.1", f"down_blocks.{i}.attentions.{j}")
        if block.downsamplers:
            number += 1
            recipe.layer(f"input_blocks.{number}.0.op", f"down_blocks.{i}.downsamplers.0.conv")
    recipe.layers("middle_block.0", "mid_block.resnets.0", RESNET)
    recipe.same("middle_block.1", "mid_block.attentions.0")
    recipe.layers("middle_block.2", "mid_block.resnets.1", RESNET)
    number = -1
    for i, block in enumerate(unet.up_blocks):
        for j in range(len(block.resnets)):
            number += 1
            recipe.layers(f"output_blocks.{number}.0", f"up_blocks.{i}.resnets.{j}", RESNET)
            recipe.same(f"output_blocks.{number}.1", f"up_blocks.{i}.attentions.{j}")
        if block.upsamplers:
            slot = 2 if hasattr(block, "attentions") else 1
            recipe.layer(f"output_blocks.{number}.{slot}.conv", f"up_blocks.{i}.upsamplers.0.conv")
    return recipe.whole()


def vae_recipe(vae):
    recipe = Recipe("vae", vae, "first_stage_model.")
    for name in ("quant_conv", "post_quant_conv"):
        recipe.layer(name, name)
    for half, blocks, way in (("encoder", vae.encoder.down_blocks, "down"),
                              ("decoder", vae.decoder.up_blocks, "up")):
        recipe.layer(f"{half}.conv_in", f"{half}.conv_in")
        recipe.layer(f"{half}.norm_out", f"{half}.conv_norm_out")
        recipe.layer(f"{half}.conv_out", f"{half}.conv_out")
        for i, block in enumerate(blocks):
            level = i if way == "down" else len(blocks) - 1 - i
            for j in range(len(block.resnets)):
                recipe.layers(f"{half}.{way}.{level}.block.{j}",
                              f"{half}.{way}_blocks.{i}.resnets.{j}", VAE_RESNET)
            recipe.layer(f"{half}.{way}.{level}.{way}sample.conv",
                         f"{half}.{way}_blocks.{i}.{way}samplers.0.conv")
        for i in (0, 1):
            recipe.layers(f"{half}.mid.block_{i + 1}", f"{half}.mid_block.resnets.{i}", VAE_RESNET)
        recipe.layers(f"{half}.mid.attn_1", f"{half}.mid_block.attentions.0", VAE_ATTENTION, square=True)
    recipe.unused("loss.logvar", 1)
    return recipe.whole()


def clip_recipe(text):
    recipe = Recipe("text_encoder", text, "cond_stage_model.transformer.")
    recipe.same("text_model", "text_model")
    recipe.unused("text_model.embeddings.position_ids", 1, 77)
    return recipe.whole()


def open_clip_recipe(text):
    recipe = Recipe("text_encoder", text, "cond_stage_model.model.")
    size, inner = text.config.hidden_size, text.config.intermediate_size
    recipe.layer("token_embedding", "text_model.embeddings.token_embedding")
    recipe.put("positional_embedding", "text_model.embeddings.position_embedding.weight")
    recipe.layer("ln_final", "text_model.final_layer_norm")
    layers = text.config.num_hidden_layers
    for i in range(layers):
        ours, theirs = f"text_model.encoder.layers.{i}", f"transformer.resblocks.{i}"
        recipe.layers(theirs, ours, OPEN_CLIP)
        for kind in ("weight", "bias"):
            recipe.put(f"{theirs}.attn.in_proj_{kind}",
                       *(f"{ours}.self_attn.{it}_proj.{kind}" for it in "qkv"))
    # the last layer is there and is not used
    last = f"transformer.resblocks.{layers}"
    for name, shape in {"ln_1": (size,), "ln_2": (size,), "attn.in_proj_": (3 * size, size),
                        "attn.out_proj": (size, size), "mlp.c_fc": (inner, size),
                        "mlp.c_proj": (size, inner)}.items():
        dot = "" if name.endswith("_") else "."
        recipe.unused(f"{last}.{name}{dot}weight", *shape)
        recipe.unused(f"{last}.{name}{dot}bias", shape[0])
    recipe.unused("text_projection", size, size)
    recipe.unused("logit_scale")
    return recipe.whole()


def baked(recipe, pipe):
    """The single file's tensors."""
    tensors = {}
    for name, entry in recipe.items():
        rows = [getattr(pipe, it.split("/")[0]).state_dict()[it.split("/")[1]] for it in entry["rows"]]
        tensors[name] = torch.cat(rows).reshape(entry["shape"]) if rows else torch.zeros(entry["shape"])
    return tensors


def check(recipe, pipe, open_clip):
    """diffusers' conversion of the single file gives the model again."""
    file = baked(recipe, pipe)
    if open_clip:
        text = single_file_utils.convert_open_clip_checkpoint(pipe.text_encoder, dict(file))
    else:
        text = single_file_utils.convert_ldm_clip_checkpoint(dict(file))
    parts = {
        "unet": single_file_utils.convert_ldm_unet_checkpoint(dict(file), pipe.unet.config),
        "vae": single_file_utils.convert_ldm_vae_checkpoint(dict(file), pipe.vae.config),
        "text_encoder": text}
    for part, converted in parts.items():
        for name, tensor in getattr(pipe, part).state_dict().items():
            assert torch.equal(converted[name], tensor), (part, name)


def write(value, file):
    """A line for each tensor."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in value["tensors"].items())
    file.write_text('{"settings": ' + json.dumps(value["settings"]) + ',\n "tensors": {\n'
                    + ",\n".join(lines) + "\n }}\n", encoding="utf-8")


def make(out, seeds):
    for family in ("sd1", "sd2"):
        pipe = families.pipeline(seeds, family)
        open_clip = family == "sd2"
        text = (open_clip_recipe if open_clip else clip_recipe)(pipe.text_encoder)
        recipe = {**unet_recipe(pipe.unet), **vae_recipe(pipe.vae), **text}
        check(recipe, pipe, open_clip)
        recipe["model_ema.diffusion_modelinput_blocks00weight"] = {"shape": [16, 4, 3, 3], "rows": []}
        # what the shapes of so small a model don't tell; of a real one they do
        unet, vae = pipe.unet.config, pipe.vae.config
        settings = {
            "tokenizer": "tokenizer",
            "unet": {"norm_num_groups": unet.norm_num_groups, "attention_head_dim": unet.attention_head_dim},
            "vae": {"norm_num_groups": vae.norm_num_groups},
            "text_encoder": {"num_attention_heads": pipe.text_encoder.config.num_attention_heads}}
        if open_clip:
            settings["prediction_type"] = "v_prediction"
        write({"settings": settings, "tensors": recipe}, out / "checkpoints" / (family + ".json"))
