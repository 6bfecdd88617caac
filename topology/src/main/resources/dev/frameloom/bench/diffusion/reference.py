"""The reference's side of `frameloom bench diffusion`: diffusers, eager, as it comes (attention by
AttnProcessor2_0, channels-last not set), under inference_mode. Requests are listed in Contender.java."""
import os
import resource
import sys
import time

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # answers stand alone

import numpy
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel

TIMESTEP = 501
state = {}


def load(folder, device, threads):
    name, _, precision = device.partition(":")
    state["device"] = torch.device("cuda", int(name[3:])) if name.startswith("gpu") else torch.device("cpu")
    state["dtype"] = {"": torch.float32, "fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]
    torch.set_num_threads(int(threads))
    begin = time.perf_counter()
    place = dict(torch_dtype=state["dtype"])
    state["unet"] = UNet2DConditionModel.from_pretrained(folder, subfolder="unet", **place).to(state["device"]).eval()
    state["vae"] = AutoencoderKL.from_pretrained(folder, subfolder="vae", **place).to(state["device"]).eval()
    state["text"] = CLIPTextModel.from_pretrained(folder, subfolder="text_encoder", **place).to(state["device"]).eval()
    return [time.perf_counter() - begin]


def matmul(size):
    size, best = int(size), 0
    a = torch.randn(size, size, device=state["device"], dtype=state["dtype"])
    for _ in range(8):
        begin = time.perf_counter()
        (a @ a)[0, 0].item()
        best = max(best, 2 * size**3 / (time.perf_counter() - begin))
    return [best]


def numbers(file, shape):
    array = torch.from_numpy(numpy.fromfile(file, dtype="<f4").reshape(shape))
    return array.to(state["device"])


def compute(part, x, text):
    x = x if part == "text" else x.to(state["dtype"])
    if part == "unet":
        return state["unet"](x, TIMESTEP, encoder_hidden_states=text.to(state["dtype"])).sample
    if part == "encode":
        return state["vae"].encode(x).latent_dist.mean * state["vae"].config.scaling_factor
    if part == "decode":
        return state["vae"].decode(x / state["vae"].config.scaling_factor).sample
    return state["text"](x)[0]


def run(part, size, batch, x, text, output):
    side, batch = int(size) // 8, int(batch)
    if part == "text":
        x = torch.tensor([[int(word) for word in open(x).read().split()]], device=state["device"])
    else:
        x = numbers(x, (batch, 3, int(size), int(size)) if part == "encode" else (batch, -1, side, side))
    if part == "unet":
        text = numbers(text, (batch, 77, -1))
    begin, cpu = time.perf_counter(), time.process_time()
    result = compute(part, x, text).float().cpu()  # waits for the device
    seconds = time.perf_counter() - begin
    cpu = time.process_time() - cpu
    if output != "-":
        result.contiguous().numpy().astype("<f4").tofile(output)
    return [seconds, cpu]


def memory():
    return [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]


REQUESTS = {"load": load, "matmul": matmul, "run": run, "memory": memory}

with torch.inference_mode():
    for line in sys.stdin:
        words = line.rstrip("\n").split("\t")
        if words[0] == "end":
            break
        try:
            print("ok", *REQUESTS[words[0]](*words[1:]), file=answers, flush=True)
        except Exception as e:
            print("failed:", type(e).__name__, " ".join(str(e).split()), file=answers, flush=True)
