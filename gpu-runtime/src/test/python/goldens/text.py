"""Text encoders with as many layers as the real ones have, and small widths."""

import torch
from transformers import CLIPTextConfig, CLIPTextModel

from .common import save

VOCABULARY = 60
# name: activation, layers in the file, layers that the configuration asks for, padding token
ENCODERS = {
    "sd1": ("quick_gelu", 12, 12, VOCABULARY - 1),
    "sd2": ("gelu", 23, 23, 0),
    # a file that still has the last layer of OpenCLIP, which Stable Diffusion 2 leaves out
    "sd2whole": ("gelu", 24, 23, 0),
}


def ids(seeds, name, padding):
    """A short prompt, one that ends in the middle, one that fills all 77, and an empty one."""
    rows = []
    for used in (5, 40, 75, 0):
        words = torch.randint(1, VOCABULARY - 2, (used,), generator=seeds.generator("ids", name, used))
        row = [VOCABULARY - 2] + words.tolist() + [VOCABULARY - 1]
        rows.append(row + [padding] * (77 - len(row)))
    return torch.tensor(rows)


def make(out, seeds):
    for name, (activation, layers, asked, padding) in ENCODERS.items():
        config = CLIPTextConfig(
            vocab_size=VOCABULARY, hidden_size=16, intermediate_size=32, num_hidden_layers=layers,
            num_attention_heads=2, hidden_act=activation, bos_token_id=VOCABULARY - 2,
            eos_token_id=VOCABULARY - 1, projection_dim=16)
        encoder = seeds.shaken(CLIPTextModel(config), name + ".text.deep")
        encoder.config.num_hidden_layers = asked
        encoder.save_pretrained(out / "text" / name / "text_encoder")
        encoder = CLIPTextModel.from_pretrained(out / "text" / name / "text_encoder").eval()
        assert len(encoder.text_model.encoder.layers) == asked
        prompts = ids(seeds, name, padding)
        found = encoder(prompts, output_hidden_states=True)
        tensors = {"in.ids": prompts.float(), "out.0": found.last_hidden_state}
        # what diffusers' pipeline does where a user gives it clip_skip
        for skip in (1, 2, asked - 1, asked):
            state = found.hidden_states[-(skip + 1)]
            tensors[f"out.{skip}"] = encoder.text_model.final_layer_norm(state)
        save(tensors, out / "text" / name / "golden.safetensors")
