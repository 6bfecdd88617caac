"""Token ids of prompts, by transformers' CLIPTokenizerFast.

Three vocabularies: the small one of the models sd1 and sd2; the same in tokenizer.json, with words
that were added; and CLIP's public one, whose ids alone are kept. The slow tokenizer gives the same
ids for plain text, but without ftfy it drops control characters, spaces out Chinese and looks at
the neighbours of a sigma: where the two differ, the fast one is the reference.
"""

import gzip
import json
import pathlib
import tempfile

from tokenizers import AddedToken
from transformers import CLIPTokenizer, CLIPTokenizerFast, PreTrainedTokenizerFast

from . import prompts, tokenizer
from .families import FAMILIES

PUBLIC = pathlib.Path(__file__).parents[3] / "main/resources/dev/frameloom/text/clip-merges.txt.gz"
ARGUMENTS = dict(padding="max_length", max_length=77, truncation=True)


def write(file, fast, texts):
    """A line for each prompt: its ids up to the mark of its end, and how it is padded."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for text in texts:
        ids = fast(text, **ARGUMENTS).input_ids
        assert len(ids) == 77
        used = 77
        while used > 2 and ids[used - 1] == fast.pad_token_id and ids[used - 2] in (
                fast.pad_token_id, fast.eos_token_id):
            used -= 1
        case = {"prompt": text, "ids": ids[:used], "padding": fast.pad_token_id}
        lines.append(json.dumps(case, separators=(",", ":")))
    file.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def check_slow(slow, fast):
    for text in prompts.WORDS + prompts.CONTRACTIONS + prompts.EMOJI[:1]:
        assert slow(text, **ARGUMENTS).input_ids == fast(text, **ARGUMENTS).input_ids, text


def public(folder):
    """vocab.json and merges.txt of CLIP's public vocabulary."""
    merges = gzip.decompress(PUBLIC.read_bytes()).decode("utf-8").splitlines()
    symbols = tokenizer.alphabet()
    words = symbols + [s + "</w>" for s in symbols] + [m.replace(" ", "") for m in merges]
    vocabulary = {w: i for i, w in enumerate(words + ["<|startoftext|>", "<|endoftext|>"])}
    assert len(vocabulary) == 49408
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    return str(folder / "vocab.json"), str(folder / "merges.txt")


def taught(fast):
    """The same with marks as CLIP's own file has them, and words that a model was taught."""
    state = json.loads(fast.backend_tokenizer.to_str())
    for mark in state["added_tokens"]:
        mark["normalized"] = mark["content"] != "<|endoftext|>"
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "tokenizer.json"
        file.write_text(json.dumps(state))
        made = PreTrainedTokenizerFast(
            tokenizer_file=str(file), bos_token="<|startoftext|>", eos_token="<|endoftext|>",
            pad_token="<|endoftext|>", model_max_length=77)
    made.add_tokens([AddedToken("<Cat-Toy>", normalized=True), AddedToken("<Cat-Toy>s", normalized=True),
                     AddedToken("<My-Dog>", normalized=False)])
    return made


TAUGHT = ["a <cat-toy> and <My-Dog>", "<CAT-TOY>s <my-dog> <MY-DOG>", "x<cat-toy>y<My-Dog>z <Cat-Toy>",
          "<My-Dog>\u0338 <cat-toy>\u0338", "<cat-toy><cat-toy>s<My-Dog><My-Dog>"]


def make(out, seeds):
    texts = prompts.of(seeds)
    for name, (pad, *_) in FAMILIES.items():
        slow, fast = tokenizer.write(out / name / "tokenizer", pad)
        check_slow(slow, fast)
        write(out / name / "tokens.json", fast, texts)
    made = taught(fast)
    (out / "tokens" / "taught").mkdir(parents=True, exist_ok=True)
    made.backend_tokenizer.save(str(out / "tokens" / "taught" / "tokenizer.json"))
    write(out / "tokens" / "taught.json", made, prompts.MARKS + prompts.CASES + TAUGHT)
    with tempfile.TemporaryDirectory() as folder:
        files = public(pathlib.Path(folder))
        for pad in ("<|endoftext|>", "!"):
            fast = CLIPTokenizerFast(*files, pad_token=pad, model_max_length=77)
            if pad != "!":
                check_slow(CLIPTokenizer(*files, pad_token=pad, model_max_length=77), fast)
            write(out / "tokens" / f"public.{fast.pad_token_id}.json", fast, texts)
