"""ControlNets: what one and two add to a UNet; edges by Canny and HED."""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from diffusers import ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file

from .common import save

# name, channels of the hint network, channel order, seed of the weights
NETS = {"sd1": [("canny", (4, 6, 8, 12), "rgb"), ("depth", (4, 4, 4, 4), "bgr")], "sd2": [("canny", (4, 6, 8, 12), "rgb")]}
SCALES = (0.8, 0.5)
HED = [(2, 4), (2, 6), (3, 8), (3, 8), (3, 8)]


def control_net(seeds, unet, family, name, hint, order):
    net = ControlNetModel.from_unet(
        unet, load_weights_from_unet=False, conditioning_embedding_out_channels=hint,
        controlnet_conditioning_channel_order=order)
    # halves keep the files small
    return seeds.shaken(net, f"control.{family}.{name}").half().float().eval()


def nets(out, seeds):
    for family, kinds in NETS.items():
        unet = UNet2DConditionModel.from_pretrained(out / family / "unet").eval()
        x = seeds.normal(family + ".control.x", 2, 4, 8, 16)
        text = seeds.normal(family + ".control.text", 2, 7, unet.config.cross_attention_dim)
        tensors = {"in.x": x, "in.text": text}
        found = []
        for (name, hint, order), scale in zip(kinds, SCALES):
            net = control_net(seeds, unet, family, name, hint, order)
            net.half().save_pretrained(out / "control" / f"{family}-{name}")
            net.float()
            image = torch.rand(1, 3, 64, 128, generator=seeds.generator(family, name, "image"))
            down, mid = net(x, 501, text, image.expand(2, -1, -1, -1), conditioning_scale=scale,
                            return_dict=False)
            found.append((down, mid))
            tensors[f"in.image.{name}"] = image
            for i, skip in enumerate(down):
                tensors[f"out.{name}.skip.{i}"] = skip
            tensors[f"out.{name}.mid"] = mid
        sums = [([d[i] for d, _ in found], found) for i in range(len(found[0][0]))]
        for count in range(1, len(found) + 1):
            down = [sum(skips[:count]) for skips, _ in sums]
            mid = sum(m for _, m in found[:count])
            tensors[f"out.unet.{count}"] = unet(
                x, 501, text, down_block_additional_residuals=down,
                mid_block_additional_residual=mid).sample
        save(tensors, out / "control" / f"{family}.safetensors")


def picture(seeds, height, width):
    """Soft shapes with hard edges and a little noise, uint8."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    offset = torch.rand(3, generator=seeds.generator("control.picture")).numpy() * 10
    red = 120 + 100 * np.sin((x + offset[0]) / 9)
    green = np.where((x - width / 2) ** 2 + (y - height / 2 + offset[1]) ** 2 < (height / 3) ** 2, 220, 40)
    blue = np.where((x + 2 * y + offset[2]) % 40 < 20, 200, 60) + 20 * np.cos(y / 5)
    noise = seeds.normal("control.grain", height, width, 3).numpy() * 6
    return np.clip(np.stack([red, green, blue], 2) + noise, 0, 255).astype(np.uint8)


def hed(weights, image):
    """ControlNet's annotator, plainly: stages, projections, resizing, the mean's sigmoid."""
    height, width, _ = image.shape
    x = torch.from_numpy(image.astype(np.float32)).permute(2, 0, 1)[None] - weights["norm"]
    votes = []
    for i, (convs, _) in enumerate(HED, 1):
        x = x if i == 1 else F.max_pool2d(x, (2, 2), stride=(2, 2))
        for k in range(convs):
            name = f"block{i}.convs.{k}"
            x = F.relu(F.conv2d(x, weights[name + ".weight"], weights[name + ".bias"], padding=1))
        name = f"block{i}.projection"
        vote = F.conv2d(x, weights[name + ".weight"], weights[name + ".bias"])[0, 0].numpy()
        votes.append(cv2.resize(vote, (width, height), interpolation=cv2.INTER_LINEAR))
    edge = 1 / (1 + np.exp(-np.mean(np.stack(votes, axis=2), axis=2).astype(np.float64)))
    return (edge * 255.0).clip(0, 255).astype(np.uint8)


def detectors(out, seeds):
    image = picture(seeds, 64, 96)
    tensors = {"in.picture": torch.from_numpy(image).float()}
    for low, high in ((100, 200), (30, 60)):
        tensors[f"out.canny.{low}.{high}"] = torch.from_numpy(cv2.Canny(image, low, high)).float()
    weights, before = {"norm": 100 + 20 * seeds.normal("hed.norm", 1, 3, 1, 1)}, 3
    for i, (convs, width) in enumerate(HED, 1):
        for k in range(convs):
            fan = 9 * before * (0.5 if before > 3 else 2000)
            weights[f"block{i}.convs.{k}.weight"] = seeds.normal(f"hed.{i}.{k}", width, before, 3, 3) / fan ** 0.5
            weights[f"block{i}.convs.{k}.bias"] = 0.1 * seeds.normal(f"hed.bias.{i}.{k}", width)
            before = width
        weights[f"block{i}.projection.weight"] = seeds.normal(f"hed.out.{i}", 1, width, 1, 1)
        weights[f"block{i}.projection.bias"] = 0.1 * seeds.normal(f"hed.out.bias.{i}", 1)
    tensors["out.hed"] = torch.from_numpy(hed(weights, image)).float()
    # a size that the halvings don't divide
    odd = np.ascontiguousarray(image[:51, :77])
    tensors["in.odd"], tensors["out.hed.odd"] = torch.from_numpy(odd).float(), torch.from_numpy(hed(weights, odd)).float()
    save(tensors, out / "control" / "detectors.safetensors")
    save_file(weights, out / "control" / "hed.safetensors")


def make(out, seeds):
    nets(out, seeds)
    detectors(out, seeds)
