"""Makes the resource with CLIP's public vocabulary from the package that carries it.

    pip download --no-deps open_clip_torch==2.32.0
    python make_clip_merges.py open_clip_torch-2.32.0-py3-none-any.whl

The package's file holds more pairs than CLIP uses: after a version line come those of a
vocabulary of 49408, less 512 single bytes and 2 marks, and then others. The vocabulary follows
from them, so that they are all that is kept. Equal input gives equal bytes.
"""

import gzip
import hashlib
import pathlib
import sys
import zipfile

SOURCE = "open_clip/bpe_simple_vocab_16e6.txt.gz"
SOURCE_SHA256 = "924691ac288e54409236115652ad4aa250f48203de50a9e4722a6ecd48d6804a"
MERGES = 49408 - 512 - 2
RESOURCE = "resources/dev/frameloom/text/clip-merges.txt.gz"


def merges(wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = archive.read(SOURCE)
    digest = hashlib.sha256(packed).hexdigest()
    if digest != SOURCE_SHA256:
        sys.exit(f"{wheel}: {SOURCE}: expected SHA-256 {SOURCE_SHA256}, found {digest}")
    lines = gzip.decompress(packed).decode("utf-8").split("\n")
    return lines[1:1 + MERGES]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    text = "\n".join(merges(sys.argv[1])) + "\n"
    file = pathlib.Path(__file__).parent.parent / RESOURCE
    file.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(file, file.stat().st_size)


if __name__ == "__main__":
    main()
