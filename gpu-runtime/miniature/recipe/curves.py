"""Draws the losses of a training as a PNG: python curves.py --out DIR --to loss.png"""

import argparse
import csv
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def column(path, name):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return [int(r["step"]) for r in rows], [float(r[name]) for r in rows]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    options = parser.parse_args()
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), dpi=110)
    left.plot(*column(options.out / "vae.csv", "reconstruction"), color="tab:blue")
    left.set(title="Autoencoder", xlabel="step", ylabel="reconstruction loss", yscale="log")
    right.plot(*column(options.out / "diffusion.csv", "loss"), color="tab:orange")
    right.set(title="UNet and text encoder", xlabel="step", ylabel="squared error of v", yscale="log")
    for axes in (left, right):
        axes.grid(alpha=0.3, which="both")
    figure.tight_layout()
    figure.savefig(options.to)


if __name__ == "__main__":
    main()
