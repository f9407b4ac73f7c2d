# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""What transformers 5 makes of files that say different things of the same tokens.

    python3 tokenizer_contradictions.py        writes tokenizer-contradictions.json among the test's resources

Wants transformers, no PyTorch. The vocabularies are those of the parity tests.
"""

import json
import pathlib
import tempfile

import transformers

RESOURCES = pathlib.Path(__file__).parents[1] / "resources/io/pyramidion/engine"
OUT = RESOURCES / "tokenizer/tokenizer-contradictions.json"

CONFIG = "tokenizer_config.json"
MAP = "special_tokens_map.json"
OLD = "added_tokens.json"
ADDED = "added_tokens"

TEXTS = ["Hi", "<s> a <unk> b </s>", " <new>x <new> y", "<two> <two>", "a [X] b", "<|im_end|> c <|im_start|>", "<think> d </think>"]
BACKEND = {"tokenizer_class": "PreTrainedTokenizerFast"}


def token(content, **flags):
    return {"__type": "AddedToken", "content": content, **flags}


def declared(content, **flags):
    return {"content": content, **flags}


def added(number, content, **flags):
    plain = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized", "special"), False)
    return {"id": number, "content": content, **plain, **flags}


# Vocabulary, model_type, contents of the files, more added tokens of tokenizer.json.
CASES = [
    # A name makes a token special that tokenizer.json has as a plain one, unless all are declared.
    ("qwen3", "llama", {CONFIG: {**BACKEND, "bos_token": "<think>"}}, []),
    ("qwen3", "llama", {CONFIG: {**BACKEND, "bos_token": "<think>", "added_tokens_decoder": {}}}, []),
    # Flags of a declaration win; a token that was special once stays so, but not in what is built anew.
    ("qwen2.5", "llama", {CONFIG: {**BACKEND, "added_tokens_decoder": {"318": declared("<|im_end|>", lstrip=True, rstrip=True)}}}, []),
    ("qwen2.5", "llama", {CONFIG: {"tokenizer_class": "GPT2Tokenizer", "added_tokens_decoder": {"316": declared("<|endoftext|>"), "317": declared("<|im_start|>", special=True), "318": declared("<|im_end|>")}}}, []),
    # What is special and does not say whether it is normalized is not.
    ("llama-2", "llama", {CONFIG: {**BACKEND, "eos_token": "<s>", "added_tokens_decoder": {"1": declared("<s>")}}}, []),
    ("llama-2", "llama", {CONFIG: {**BACKEND, "pad_token": token("<new>", lstrip=True)}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "extra_special_tokens": [token("<new>", lstrip=True)]}}, []),
    # Of several flags of the same token the last count; a text that was there already does not.
    ("smollm2", "llama", {CONFIG: {**BACKEND, "bos_token": "<new>", "eos_token": token("<new>", rstrip=True)}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "bos_token": token("<new>", rstrip=True), "eos_token": "<new>"}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "bos_token": "<new>", "eos_token": token("<new>", rstrip=True), "extra_special_tokens": ["<new>"]}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "bos_token": token("<new>", rstrip=True), "extra_special_tokens": ["<new>"]}}, []),
    # Lists of further special tokens: which one counts.
    ("smollm2", "llama", {CONFIG: {**BACKEND, "additional_special_tokens": ["<new>"]}, MAP: {"additional_special_tokens": ["<two>"]}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "additional_special_tokens": []}, MAP: {"additional_special_tokens": ["<two>"]}}, []),
    ("smollm2", "llama", {CONFIG: BACKEND, MAP: {"additional_special_tokens": ["<two>"]}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "extra_special_tokens": ["<new>"], "additional_special_tokens": ["[X]"]}, MAP: {"extra_special_tokens": ["<two>"]}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "extra_special_tokens": {"a_token": "<new>"}, "additional_special_tokens": ["[X]"]}, MAP: {"additional_special_tokens": ["<two>"]}}, []),
    # Names of the model's own, in every form.
    ("smollm2", "llama", {CONFIG: {**BACKEND, "image_token": token("<new>", rstrip=True), "audio_token": declared("<two>")}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "image_token": "<new>"}, MAP: {"image_token": "<two>", "audio_token": "[X]"}}, []),
    ("smollm2", "llama", {CONFIG: {**BACKEND, "image_token": token("<new>")}, MAP: {"image_token": declared("<two>", rstrip=True)}}, []),
    # A name that stands for no text.
    ("smollm2", "llama", {CONFIG: {**BACKEND, "pad_token": ""}}, []),
    # Qwen2's class adds its special tokens once more, without flags.
    ("qwen2.5", "qwen2", {CONFIG: {"eos_token": "<|im_end|>", "added_tokens_decoder": {"316": declared("<|endoftext|>"), "317": declared("<|im_start|>"), "318": declared("<|im_end|>", lstrip=True, special=True)}}}, []),
    ("qwen3", "qwen3", {CONFIG: {"extra_special_tokens": ["</think>"]}}, []),
    # A class that builds anew knows no flags of tokenizer.json for a token that is only named.
    ("qwen2.5", "llama", {CONFIG: {"tokenizer_class": "GPTNeoXTokenizer", "eos_token": "<new>", "added_tokens_decoder": {"317": declared("<|im_start|>"), "318": declared("<|im_end|>", special=True), "316": declared("<|endoftext|>")}}}, [added(319, "<new>", lstrip=True, rstrip=True)]),
    # The old file.
    ("mistral", "llama", {CONFIG: {**BACKEND, "pad_token": "<two>"}, OLD: {"<new>": 409, "<two>": 410, "<s>": 1}}, []),
    ("mistral", "llama", {CONFIG: {**BACKEND, "pad_token": token("<two>")}, OLD: {"<new>": 409, "<two>": 410, "[X]": 2}}, []),
]


def outcome(family, model_type, files, more):
    source = RESOURCES / "parity" / family
    definition = json.loads((source / "tokenizer.json").read_text())
    definition[ADDED] += more
    config = json.loads((source / "config.json").read_text())
    config["model_type"] = model_type
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        for file, content in {"tokenizer.json": definition, "config.json": config, **files}.items():
            (directory / file).write_text(json.dumps(content))
        tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
        texts = []
        for text in TEXTS:
            ids = tokenizer(text, add_special_tokens=False)["input_ids"]
            texts.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=True)})
        return tokenizer.special_tokens_map, texts


if __name__ == "__main__":
    cases = []
    for family, model_type, files, more in CASES:
        special, texts = outcome(family, model_type, files, more)
        case = {"vocabulary": family, "model_type": model_type, "files": files, "added_tokens": more}
        cases.append({**case, "special": special, "texts": texts})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    OUT.write_text(f'{{"transformers": "{transformers.__version__}", "cases": [\n{lines}\n]}}\n')
