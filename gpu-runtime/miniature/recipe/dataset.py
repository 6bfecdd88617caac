"""Makes the training pictures: scenes in photo and all styles, with seeded generators.

    python dataset.py --out DIR [--count 3000] [--size 128] [--seed 1] [--workers 2]

Writes DIR/photos-SIZE.npy, uint8 (count, size, size, 3), and DIR/subjects-SIZE.json. Scene i depends on
(seed, size, i) only. The styles are computed where they are needed: they cost less than reading them.
"""

import argparse
import json
import time
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from scenes import scene


def one(seed, size, index):
    picture, subject = scene(np.random.default_rng([seed, size, index]), size)
    return (picture * 255 + 0.5).astype(np.uint8), subject


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    photos = np.zeros((options.count, options.size, options.size, 3), np.uint8)
    subjects = []
    begun = time.time()
    with Pool(options.workers, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        made = pool.imap(partial(one, options.seed, options.size), range(options.count), chunksize=8)
        for i, (picture, subject) in enumerate(made):
            photos[i] = picture
            subjects.append(subject)
            if i % 100 == 99:
                rate = (i + 1) / (time.time() - begun)
                print(f"{i + 1}/{options.count} scenes, {rate:.1f}/s, {(options.count - i - 1) / rate:.0f} s left", flush=True)
    np.save(options.out / f"photos-{options.size}.npy", photos)
    (options.out / f"subjects-{options.size}.json").write_text(json.dumps(subjects))


if __name__ == "__main__":
    main()
