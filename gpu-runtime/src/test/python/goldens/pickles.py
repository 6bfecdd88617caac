"""Files that torch.save writes, and what torch reads from them; and files that must be refused.

Good files lie in pickles/, each NAME.pth with the same tensors in NAME.safetensors; those to be
refused in pickles/refused/.
"""

import io
import os
import sys
import tarfile
import types
from collections import OrderedDict

import numpy
import torch
from safetensors.torch import save_file


class Runs:
    """Pickled as a call of os.system. Nothing here loads it."""

    def __reduce__(self):
        return os.system, ("echo this must never be seen",)


def everything(seeds):
    """Every number format, and every way to lie in a storage."""
    base = seeds.normal("base", 6, 5)
    tensors = OrderedDict()
    tensors["plain"] = seeds.normal("plain", 3, 4)
    tensors["half"] = seeds.normal("half", 2, 3).half()
    tensors["bfloat"] = seeds.normal("bfloat", 5).bfloat16()
    tensors["double"] = seeds.normal("double", 7).double()
    tensors["long"] = torch.arange(-2, 3)
    tensors["int"] = torch.arange(4, dtype=torch.int32)
    tensors["short"] = torch.tensor([-300, 300], dtype=torch.int16)
    tensors["char"] = torch.tensor([-3, 3], dtype=torch.int8)
    tensors["byte"] = torch.tensor([1, 255], dtype=torch.uint8)
    tensors["bool"] = torch.tensor([True, False, True])
    tensors["scalar"] = torch.tensor(4.5)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["transposed"] = base.t()
    tensors["part"] = base[2:4]
    tensors["columns"] = base[:, 1::2]
    tensors["channels_last"] = seeds.normal("image", 2, 3, 4, 5).to(memory_format=torch.channels_last)
    tensors["expanded"] = seeds.normal("row", 1, 4).expand(3, 4)
    tensors["parameter"] = torch.nn.Parameter(seeds.normal("parameter", 2, 2))
    tensors["transposed_double"] = seeds.normal("dd", 3, 2).double().t()
    return tensors


def expected(tensors):
    """As they are to be read: contiguous, doubles rounded to single precision."""
    return {name: (x.detach().float() if x.dtype == torch.float64 else x.detach()).clone().contiguous()
            for name, x in tensors.items()}


def network(seeds):
    layers = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3), torch.nn.Linear(4, 2))
    return seeds.shaken(layers, "pickles")


def training(seeds):
    """As GMFlow's training saves: on several GPUs, with the optimizer."""
    with torch.enable_grad():
        model = network(seeds)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
        sum((x ** 2).sum() for x in model.parameters()).backward()
        optimizer.step()
    weights = model.state_dict()
    named = OrderedDict(("module." + name, x) for name, x in weights.items())
    saved = {"model": named, "optimizer": optimizer.state_dict(), "step": 100000, "epoch": 1.5,
             "best": None, "large": 1 << 80, "negative": -(1 << 40), "tried": [True, False, (1, 2)]}
    return saved, weights


def lightning(seeds):
    """As Stable Diffusion's first checkpoints are: names of the training's helpers beside the model."""
    name = "pytorch_lightning.callbacks.model_checkpoint"
    module = types.ModuleType(name)
    helper = type("ModelCheckpoint", (), {"__module__": name})
    module.ModelCheckpoint = helper
    for part in ("pytorch_lightning", "pytorch_lightning.callbacks"):
        sys.modules[part] = types.ModuleType(part)
    sys.modules[name] = module
    weights = network(seeds).state_dict()
    score = numpy.float64(0.25)
    saved = {"epoch": 4, "state_dict": weights,
             "callbacks": {helper: {"best": score, "seen": {1, 2}, "path": "last.ckpt"}}}
    return saved, weights


def good(folder, name, saved, tensors, **how):
    torch.save(saved, folder / (name + ".pth"), **how)
    save_file(expected(tensors), folder / (name + ".safetensors"))


def make(out, seeds):
    folder = out / "pickles"
    refused = folder / "refused"
    refused.mkdir(parents=True, exist_ok=True)
    tensors = everything(seeds)
    good(folder, "everything", tensors, tensors)
    good(folder, "stream", tensors, tensors, _use_new_zipfile_serialization=False)
    good(folder, "training", *training(seeds))
    good(folder, "lightning", *lightning(seeds))

    weights = OrderedDict(w=seeds.normal("w", 2, 2))
    calls = OrderedDict(weights, evil=Runs())
    torch.save(calls, refused / "os_system.pth")
    torch.save(calls, refused / "os_system_stream.pth", _use_new_zipfile_serialization=False)
    torch.save(torch.nn.Linear(2, 2), refused / "whole_model.pth")
    torch.save(weights, refused / "protocol_4.pth", pickle_protocol=4)
    torch.save(OrderedDict(w=torch.zeros(2, dtype=torch.complex64)), refused / "complex.pth")
    torch.save(OrderedDict(w=torch.eye(2).to_sparse()), refused / "sparse.pth")
    torch.save({"epoch": 3, "loss": 0.5}, refused / "no_tensors.pth")
    cycle = []
    cycle.append(cycle)
    torch.save(cycle, refused / "cycle.pth")
    loop = {}
    loop["model"] = loop
    torch.save(loop, refused / "cyclic_dict.pth")
    torch.jit.script(torch.nn.Linear(2, 2)).save(refused / "program.pth")
    with tarfile.open(refused / "tar.pth", "w", format=tarfile.USTAR_FORMAT) as archive:
        for name in ("sys_info", "pickle", "tensors", "storages"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
