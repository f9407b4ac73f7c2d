# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""What transformers 5 makes of a tokenizer.json by the classes that build it anew.

    python3 tokenizer_classes.py        writes tokenizer-classes.json among the test's resources

Wants transformers, no PyTorch. The vocabularies are those of the parity tests.
"""

import json
import pathlib
import shutil
import tempfile

import transformers
from conversations import TEXTS

RESOURCES = pathlib.Path(__file__).parents[1] / "resources/io/pyramidion/engine"
OUT = RESOURCES / "tokenizer/tokenizer-classes.json"

MORE_TEXTS = [
    "<s>[INST] a b [/INST] c</s>",
    "a<s> b<s>c</s> ▁d",
    "<|endoftext|> 12 34<|im_end|>x <unk>y",
    "  two blanks <pad> <mask><bos> ▁<PRE>x",
]


def token(content):
    return {
        "content": content,
        "lstrip": False,
        "normalized": False,
        "rstrip": False,
        "single_word": False,
        "special": True,
    }


LLAMA = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
TWO = {"added_tokens_decoder": {"1": token("<s>"), "2": token("</s>")}}
ALL = {"added_tokens_decoder": {"0": token("<unk>"), **TWO["added_tokens_decoder"]}}

# Vocabulary, model_type, settings.
CASES = [
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer"}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizerFast", "legacy": False, **LLAMA}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer", "legacy": True, **LLAMA}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer", "legacy": None, **LLAMA, **ALL}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer", "legacy": True, **LLAMA, **TWO}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": False}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": None}),
    ("llama-2", "llama", {"tokenizer_class": "LlamaTokenizer", "bos_token": "<|im_start|>"}),
    ("llama-2", "llama", {"tokenizer_class": "CodeLlamaTokenizer", **LLAMA}),
    ("llama-2", "llama", {"tokenizer_class": "CodeLlamaTokenizer", "add_prefix_space": False}),
    ("llama-2", "llama", {"tokenizer_class": "PreTrainedTokenizerFast", "legacy": True}),
    ("llama-2", "llama", {}),
    ("llama-2", "mistral", {"tokenizer_class": "LlamaTokenizer", "legacy": True}),
    ("llama-2", "phi3", {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": False}),
    ("llama-2", "gemma", {"tokenizer_class": "GemmaTokenizer"}),
    ("llama-2", "gemma", LLAMA),
    ("llama-2", "gemma", {"tokenizer_class": "LlamaTokenizer", **LLAMA}),
    ("llama-2", "gemma3_text", {"tokenizer_class": "GemmaTokenizerFast", **LLAMA, **ALL}),
    ("smollm2", "llama", {"tokenizer_class": "GPT2Tokenizer"}),
    ("smollm2", "llama", {"tokenizer_class": "GPT2TokenizerFast", "add_prefix_space": True}),
    ("smollm2", "smollm3", {"tokenizer_class": "GPT2Tokenizer", "bos_token": None}),
    ("smollm2", "llama", {"tokenizer_class": "GPTNeoXTokenizer"}),
    ("smollm2", "llama", {"tokenizer_class": "GPTNeoXTokenizerFast", "add_prefix_space": True}),
    ("smollm2", "llama", {"tokenizer_class": "Qwen2Tokenizer"}),
    ("smollm2", "granite", {"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": True}),
    ("smollm2", "olmo2", {"tokenizer_class": "GPT2Tokenizer"}),
    ("llama-3", "llama", {"tokenizer_class": "PreTrainedTokenizerFast"}),
    ("llama-3", "qwen2", {"tokenizer_class": "PreTrainedTokenizerFast"}),
    ("llama-3", "qwen3", {"tokenizer_class": "PreTrainedTokenizerFast"}),
    ("llama-3", "qwen2", {"tokenizer_class": "LlamaTokenizerFast", "legacy": False}),
    ("llama-3", "qwen3", {"tokenizer_class": "GPT2Tokenizer"}),
    ("llama-3", "qwen3", {}),
    ("qwen2.5", "qwen2", {"add_prefix_space": True}),
    ("qwen2.5", "qwen2", {"tokenizer_class": "Qwen2Tokenizer"}),
]


def outcome(family, model_type, settings):
    source = RESOURCES / "parity" / family
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        shutil.copy(source / "tokenizer.json", directory)
        config = json.loads((source / "config.json").read_text())
        config["model_type"] = model_type
        (directory / "config.json").write_text(json.dumps(config))
        (directory / "tokenizer_config.json").write_text(json.dumps(settings))
        tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
        texts = []
        for text in TEXTS + MORE_TEXTS:
            ids = tokenizer(text, add_special_tokens=False)["input_ids"]
            texts.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=True)})
        return type(tokenizer).__name__, tokenizer.special_tokens_map, texts


if __name__ == "__main__":
    cases = []
    for family, model_type, settings in CASES:
        made_by, special, texts = outcome(family, model_type, settings)
        cases.append(
            {
                "vocabulary": family,
                "model_type": model_type,
                "settings": settings,
                "class": made_by,
                "special": {k: v for k, v in special.items() if isinstance(v, str)},
                "texts": texts,
            }
        )
        print(family, model_type, made_by, json.dumps(settings)[:90])
    OUT.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    OUT.write_text(f'{{"transformers": "{transformers.__version__}", "cases": [\n{lines}\n]}}\n')
