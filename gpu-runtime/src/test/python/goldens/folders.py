"""Tokenizer folders as they were and are published, and how transformers reads them.

A folder is the small vocabulary of sd1 with the files that are named here beside it. Those of Stable
Diffusion 1 and 2 are the hub's, but for their numbers. The class is the one that diffusers' model_index.json
names, CLIPTokenizer; where tokenizer.json stands alone it can only be CLIPTokenizerFast. Ids are exact; the
embeddings of Stable Diffusion 2's folder are checked to 2e-5 of their range, as those of the models.
"""

import json
import pathlib
import shutil
import tempfile

from transformers import CLIPTokenizer, CLIPTokenizerFast

from . import families, tokenizer
from .common import PROMPTS, save

BEGIN, END = "<|startoftext|>", "<|endoftext|>"
TEXTS = ["a photo of the cat", "cat! !sketch !!", "", "a <toy> and<toy>s", "a <pad> cat <|endoftext|> [mask]x"]


def full(content, **others):
    return {"content": content, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False, **others}


def typed(content):
    return {"__type": "AddedToken", **full(content)}


def special_map(pad):
    return {"bos_token": full(BEGIN), "eos_token": full(END), "pad_token": pad, "unk_token": full(END)}


def old_config(pad, **others):
    return {"add_prefix_space": False, "bos_token": typed(BEGIN), "do_lower_case": True, "eos_token": typed(END),
            "errors": "replace", "model_max_length": 77, "name_or_path": "openai/clip-vit-large-patch14",
            "pad_token": pad, "special_tokens_map_file": "./special_tokens_map.json",
            "tokenizer_class": "CLIPTokenizer", "unk_token": typed(END), **others}


def decoder(*extra):
    tokens = {"546": full(BEGIN, special=True), "547": full(END, special=True)}
    tokens.update({str(number): {**full(content, special=special), "normalized": not special}
                   for number, content, special in extra})
    return tokens


CASES = {
    "stable-diffusion-1": {"special_tokens_map.json": special_map(END), "tokenizer_config.json": old_config(END)},
    "stable-diffusion-2": {"special_tokens_map.json": special_map("!"), "tokenizer_config.json": old_config(END)},
    "map-says-the-end": {"special_tokens_map.json": special_map(END), "tokenizer_config.json": old_config("!")},
    "decoder-goes-over-map": {
        "special_tokens_map.json": special_map(END),
        "added_tokens.json": {"<toy>": 560},
        "tokenizer_config.json": old_config("!", added_tokens_decoder=decoder((0, "!", True)))},
    "decoder-of-another": {
        "special_tokens_map.json": special_map("!"),
        "tokenizer_config.json": old_config(END, added_tokens_decoder=decoder((548, "<toy>", False)))},
    "map-alone": {"special_tokens_map.json": special_map("!")},
    "map-of-objects": {"special_tokens_map.json": special_map(full("!"))},
    "configuration-alone": {"tokenizer_config.json": {"pad_token": "!", "model_max_length": 77}},
    "typed-padding": {"tokenizer_config.json": old_config(typed("!"))},
    "nothing-but-lists": {},
    "taught": {"special_tokens_map.json": special_map("!"), "added_tokens.json": {"<toy>": 548},
               "tokenizer_config.json": old_config(END)},
    "padding-of-its-own": {"special_tokens_map.json": special_map("<pad>"),
                           "added_tokens.json": {"<pad>": 548, "<toy>": 549}},
    "padding-that-is-not-there": {"special_tokens_map.json": special_map("<pad>")},
    "more-special-tokens": {
        "special_tokens_map.json": {**special_map("!"), "additional_special_tokens": ["<toy>", "cat"],
                                    "mask_token": "[mask]"},
        "tokenizer_config.json": {"additional_special_tokens": ["[mask]"], "pad_token": END}},
    "added-in-tokenizer-json": {"special_tokens_map.json": special_map("!"), "tokenizer_config.json": old_config(END),
                                "tokenizer.json": None},
    "short": {"tokenizer_config.json": {"model_max_length": 20}},
    "absurdly-long": {"tokenizer_config.json": {"model_max_length": 1000000000000000019884624838656}},
    "long-in-the-map": {"special_tokens_map.json": {"model_max_length": 30}, "tokenizer_config.json": {"max_len": 77}},
    "old-name-of-the-length": {"tokenizer_config.json": {"max_len": 40}},
}
FAST = {
    "one-file-and-map": {"special_tokens_map.json": special_map("!"), "tokenizer_config.json": old_config(END)},
    "one-file-and-decoder": {
        "special_tokens_map.json": special_map(END),
        "tokenizer_config.json": old_config("!", added_tokens_decoder=decoder((0, "!", True)))},
    "one-file-alone": {},
}


def write(folder, files, whole):
    for name, content in files.items():
        content = whole if name == "tokenizer.json" else content
        (folder / name).write_text(json.dumps(content), encoding="utf-8")


def one_file(folder):
    """tokenizer.json of the same vocabulary, with a word that was added."""
    fast = CLIPTokenizerFast.from_pretrained(folder)
    fast.add_tokens(["<toy>"])
    return json.loads(fast.backend_tokenizer.to_str())


def case(name, kind, files, folder):
    made = kind.from_pretrained(folder)
    length = min(made.model_max_length, 77)
    ids = [made(text, padding="max_length", max_length=length, truncation=True).input_ids for text in TEXTS]
    return {"name": name, "files": files, "lists": kind is CLIPTokenizer,
            "cases": [{"prompt": text, "ids": row} for text, row in zip(TEXTS, ids)]}


def make(out, seeds):
    found = []
    with tempfile.TemporaryDirectory() as base:
        base = pathlib.Path(base)
        tokenizer.write(base / "plain", END)
        whole = one_file(base / "plain")
        for kind, cases in ((CLIPTokenizer, CASES), (CLIPTokenizerFast, FAST)):
            for name, files in cases.items():
                folder = base / name
                if kind is CLIPTokenizer:
                    shutil.copytree(base / "plain", folder)
                else:
                    folder.mkdir()
                    files = {**files, "tokenizer.json": None}
                write(folder, files, whole)
                found.append(case(name, kind, files, folder))
        published = CLIPTokenizer.from_pretrained(base / "stable-diffusion-2")
        ids = published(PROMPTS, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
    assert published.pad_token == "!"
    embeddings = families.pipeline(seeds, "sd2").text_encoder(ids)[0]
    save({"text.out": embeddings}, out / "tokens" / "folders" / "golden.safetensors")
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in found)
    tokenizer_json = json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
    folder = out / "tokens" / "folders"
    (folder / "folders.json").write_text("[\n" + rows + "\n]\n", encoding="utf-8")
    (folder / "tokenizer.json").write_text(tokenizer_json + "\n", encoding="utf-8")
