"""Seeded random tensors, weights and files that all areas share."""

import hashlib
import json

import torch
from safetensors.torch import save_file

WORDS = ["a", "photo", "of", "the", "cat", "sketch", "pencil", "running", "woman", "in", "style"]
PROMPTS = ["a photo of a cat", "pencil sketch of the running woman"]


class Seeds:
    """Everything random comes from here: by the run's seed and a name, in no order."""

    def __init__(self, seed):
        self.seed = seed

    def generator(self, *name):
        key = json.dumps([self.seed, *name]).encode()
        value = int.from_bytes(hashlib.sha256(key).digest()[:6], "little")
        return torch.Generator().manual_seed(value)

    def normal(self, name, *shape):
        """Standard normal."""
        return torch.randn(*shape, generator=self.generator("normal", name))

    def shaken(self, module, name):
        """Random weights everywhere, so that no norm, bias or zero convolution is left as it was."""
        generator = self.generator("weights", name)
        with torch.no_grad():
            for path, parameter in module.named_parameters():
                noise = torch.randn(parameter.shape, generator=generator)
                if parameter.dim() <= 1:
                    # a norm's scale, a bias, or a single number; what it was before is not of the seed
                    parameter.copy_(float(path.endswith("weight")) + 0.1 * noise)
                else:
                    parameter.copy_(noise / parameter[0].numel() ** 0.5)
        return module.eval()


def save(tensors, file):
    """Named CASE.in.NAME and CASE.out.NAME. Contiguous copies: safetensors refuses shared memory."""
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: x.detach().clone().contiguous() for name, x in tensors.items()}, file)


def write_json(value, file):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")
