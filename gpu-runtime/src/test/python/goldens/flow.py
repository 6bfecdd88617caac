"""Optical flow networks: GMFlow and RAFT by their authors, RAFT by torchvision.

Folder flow/: two pictures of each pair (PNG), NETWORK.json with the tensors' shapes (their numbers are
hashed from names, see hashed.py), NETWORK.safetensors with every third pixel of flows, (1 or, both ways,
2, 2, H/3, W/3).
"""

import argparse
import importlib
import pathlib
import sys

import cv2
import numpy
import torch
import torch.nn.functional as F
from torchvision.models.optical_flow import raft_large, raft_small

from . import hashed
from .common import save, write_json

GMFLOW = "https://github.com/haofeixu/gmflow"
RAFT = "https://github.com/princeton-vl/RAFT"

# name: height, width. The odd one needs padding.
PAIRS = {"even": (128, 144), "odd": (131, 150)}
SINGLE = dict(attn_splits_list=[2], corr_radius_list=[-1], prop_radius_list=[-1])


def imported(checkout, folder, name):
    """A module of a checkout, whose own imports are of general names, as utils."""
    path = pathlib.Path(checkout) / folder
    sys.path.insert(0, str(path))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(path))
        for own in {it.stem for it in path.iterdir()}:
            for loaded in [it for it in sys.modules if it.split(".")[0] == own]:
                del sys.modules[loaded]


def pictures(seeds, name, height, width):
    """(H, W, 3) levels twice: soft spots on stripes, the second one shifted and turned a little."""
    generator = seeds.generator("flow", name)
    noise = torch.randn(1, 3, height // 8 + 4, width // 8 + 4, generator=generator)
    fine = torch.randn(1, 3, height // 3 + 4, width // 3 + 4, generator=generator)
    large = F.interpolate(noise, (height + 32, width + 32), mode="bicubic")
    large = 120 + 60 * large + 12 * F.interpolate(fine, (height + 32, width + 32), mode="bicubic")
    ground = large[0].permute(1, 2, 0).numpy().astype(numpy.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 1.03)
    turn[:, 2] += (3.3, -1.7)
    moved = cv2.warpAffine(ground, turn, (width + 32, height + 32), borderMode=cv2.BORDER_REFLECT)
    return [x[16:16 + height, 16:16 + width].clip(0, 255).round().astype(numpy.uint8)
            for x in (ground, moved)]


def thirds(flow):
    """Every third row and column: all places in the cells of 8 x 8 that are enlarged together."""
    return flow[:, :, ::3, ::3]


def tensors(pair):
    """(1, 3, H, W) levels."""
    return [torch.from_numpy(x).permute(2, 0, 1)[None].float() for x in pair]


def make(out, seeds, gmflow, raft):
    folder = out / "flow"
    folder.mkdir(parents=True, exist_ok=True)
    pairs = {}
    for name, (height, width) in PAIRS.items():
        pairs[name] = pictures(seeds, name, height, width)
        for i, picture in enumerate(pairs[name]):
            cv2.imwrite(str(folder / f"{name}.{i}.png"), picture[:, :, ::-1])
    make_gmflow(folder, seeds, pairs, gmflow)
    make_rafts(folder, seeds, pairs, raft)


def make_gmflow(folder, seeds, pairs, checkout):
    code = imported(checkout, ".", "gmflow.gmflow")
    padder = imported(checkout, ".", "utils.utils").InputPadder
    model = code.GMFlow().eval()
    write_json(hashed.fill(model, f"{seeds.seed}/gmflow"), folder / "gmflow.json")
    flows = {}
    for name, pair in pairs.items():
        first, second = tensors(pair)
        pads = padder(first.shape, padding_factor=16)
        padded = pads.pad(first, second)
        both = model(*padded, **SINGLE, pred_bidir_flow=True)["flow_preds"][-1]
        one = model(*padded, **SINGLE)["flow_preds"][-1]
        assert (both[:1] - one).abs().max() < 1e-4
        flows["out." + name] = thirds(pads.unpad(both))
    first, second = tensors([x[:, :, ::-1].copy() for x in pairs["even"]])
    flows["out.even.bgr"] = thirds(model(first, second, **SINGLE)["flow_preds"][-1])
    # WAVE's: the network without its own normalisation, pictures in [-1, 1]
    code.normalize_img = lambda a, b: (a, b)
    first, second = [x / 127.5 - 1 for x in tensors(pairs["even"])]
    flows["out.even.signed"] = thirds(model(first, second, **SINGLE)["flow_preds"][-1])
    save(flows, folder / "gmflow.safetensors")


def make_rafts(folder, seeds, pairs, checkout):
    code = imported(checkout, "core", "raft")
    padder = imported(checkout, "core", "utils.utils").InputPadder
    for size, build in (("large", raft_large), ("small", raft_small)):
        # the authors' names and the authors' code
        options = argparse.Namespace(small=size == "small", mixed_precision=False)
        model = torch.nn.DataParallel(code.RAFT(options)).eval()
        layout = hashed.fill(model, f"{seeds.seed}/raft_{size}")
        write_json(layout, folder / f"raft_{size}.json")
        flows = {}
        for name, pair in pairs.items():
            pads = padder(tensors(pair)[0].shape)
            first, second = pads.pad(*tensors(pair))
            flow = model.module(first, second, iters=20, test_mode=True)[1]
            flows["out." + name] = thirds(pads.unpad(flow))
        save(flows, folder / f"raft_{size}.safetensors")
        # torchvision's names and torchvision's code
        model = build(weights=None, progress=False).eval()
        layout = hashed.fill(model, f"{seeds.seed}/raft_{size}.torchvision")
        write_json(layout, folder / f"raft_{size}.torchvision.json")
        first, second = [x / 127.5 - 1 for x in tensors(pairs["even"])]
        flow = model(first, second, num_flow_updates=12)[-1]
        save({"out.even.12": thirds(flow)}, folder / f"raft_{size}.torchvision.safetensors")
