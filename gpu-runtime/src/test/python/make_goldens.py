"""Makes the golden data of the Java tests: small random models and what the reference computes.

    pip install -r requirements.txt
    python make_goldens.py --seed 0 --out ../resources/golden

Everything is a function of the seed. The committed set has seed 0; a set of any other seed must
pass the same tests with the same tolerances:

    python make_goldens.py --seed 7 --out /tmp/goldens
    ./mvnw test -pl gpu-runtime -Dframeloom.goldens=/tmp/goldens
"""

import argparse
import importlib
import pathlib

import torch

from goldens.common import Seeds

# models makes the folders that others write into, so it comes first; pipelines runs what others made
AREAS = ["models", "tokens", "folders", "emphasis", "text", "schedules", "sigmas", "precision", "checkpoints", "vae",
         "taesd", "unet", "lora", "adapters", "control", "styles", "sample", "flow",
         "propagate", "metrics", "clip", "lpips", "pickles", "others", "pipelines", "windows"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--only", nargs="+", choices=AREAS, default=AREAS, metavar="AREA",
                        help="some areas only: " + ", ".join(AREAS))
    parser.add_argument("--gmflow-checkout", type=pathlib.Path, metavar="DIR",
                        help="for flow: git clone https://github.com/haofeixu/gmflow at b512343")
    parser.add_argument("--raft-checkout", type=pathlib.Path, metavar="DIR",
                        help="for flow: git clone https://github.com/princeton-vl/RAFT at 2888e15")
    arguments = parser.parse_args()
    checkouts = {"gmflow": arguments.gmflow_checkout, "raft": arguments.raft_checkout}
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    for area in AREAS:
        if area in arguments.only:
            if area == "flow" and None in checkouts.values():
                print("flow: left out, it needs --gmflow-checkout and --raft-checkout")
                continue
            more = checkouts if area == "flow" else {}
            with torch.no_grad():
                importlib.import_module("goldens." + area).make(
                    arguments.out, Seeds(arguments.seed), **more)
            print(area)


main()
