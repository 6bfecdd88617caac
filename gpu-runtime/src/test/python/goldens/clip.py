"""CLIP with both encoders: pictures of several sizes, prompts, and their embeddings."""

import numpy as np
import torch
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel

from . import tokenizer
from .common import PROMPTS, save
from .metrics import levels

# name: activation, side, patch, mark of the end in the configuration
MODELS = {
    "quick": ("quick_gelu", 32, 8, None),
    # as OpenAI's configurations were first converted; a side that patches don't fill
    "old": ("quick_gelu", 30, 7, 2),
    "exact": ("gelu", 32, 16, None),
}
# (height, width): smaller, wider, higher, very wide, as it is, one pixel. None is higher than twice its
# width: Pillow 13 resizes those down before across, which no version before it does.
PICTURES = {"small": (9, 13), "wide": (50, 91), "high": (91, 50), "strip": (3, 150), "same": (32, 32),
            "one": (1, 1)}


def model(seeds, name, vocabulary):
    activation, side, patch, end = MODELS[name]
    text = dict(vocab_size=vocabulary, hidden_size=16, intermediate_size=32, num_hidden_layers=3,
                num_attention_heads=2, hidden_act=activation, bos_token_id=vocabulary - 2,
                eos_token_id=end or vocabulary - 1)
    vision = dict(hidden_size=24, intermediate_size=48, num_hidden_layers=3, num_attention_heads=3,
                  image_size=side, patch_size=patch, hidden_act=activation)
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)
    return seeds.shaken(CLIPModel._from_config(config), f"clip.{name}")


def make(out, seeds):
    for name, (_, side, _, _) in MODELS.items():
        folder = out / "clip" / name
        slow, _ = tokenizer.write(folder, "<|endoftext|>")
        clip = model(seeds, name, len(slow.get_vocab()))
        clip.save_pretrained(folder)
        processor = CLIPImageProcessor(size={"shortest_edge": side}, crop_size={"height": side, "width": side})
        if name == "exact":
            processor.image_mean, processor.image_std = [0.5, 0.4, 0.6], [0.3, 0.2, 0.25]
        if name != "old":
            processor.save_pretrained(folder)
        else:
            assert (folder / "preprocessor_config.json").exists() is False
        tensors = {}
        ids = slow(PROMPTS + [""], padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
        tensors["in.ids"] = ids.float()
        tensors["out.text"] = clip.get_text_features(input_ids=ids)
        images = []
        for case, (height, width) in PICTURES.items():
            photo = levels(seeds, f"clip.{name}.{case}", height, width)
            tensors[f"in.{case}"] = torch.from_numpy(photo.astype(np.float32))
            pixels = processor(images=photo, return_tensors="pt", input_data_format="channels_last").pixel_values
            tensors[f"out.{case}.pixels"] = pixels[0]
            images.append(clip.get_image_features(pixel_values=pixels))
        tensors["out.images"] = torch.cat(images)
        found = clip(input_ids=ids, pixel_values=torch.stack([tensors[f"out.{case}.pixels"] for case in PICTURES]))
        tensors["out.cosines"] = found.logits_per_image / clip.logit_scale.exp()
        save(tensors, folder / "golden.safetensors")
