# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Tokenizers of the families' kinds, trained on a few lines: the same steps, a vocabulary of a few hundred."""
import json
import pathlib
from dataclasses import dataclass

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import conversations

MERGES = 60

LLAMA_3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN_2_SPLIT = LLAMA_3_SPLIT.replace(r"\p{N}{1,3}", r"\p{N}")


@dataclass
class Kind:
    tokenizer: Tokenizer
    special: dict  # texts by role


def corpus():
    return conversations.TEXTS + [m["content"] for c in conversations.CONVERSATIONS for m in c]


def specials(names):
    return [AddedToken(name, special=True, normalized=False) for name in names]


def byte_level(pre_tokenizer, normalizer=None, first=(), last=(), **model):
    """GPT-2's alphabet. Special tokens come before the vocabulary or after it, as families have it."""
    tokenizer = Tokenizer(models.BPE(**model))
    tokenizer.normalizer = normalizer or tokenizer.normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + MERGES + len(first),
        special_tokens=specials(first),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.add_special_tokens(specials(last))
    return tokenizer


def split_then_bytes(pattern):
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])


def llama_3():
    names = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    tokenizer = byte_level(split_then_bytes(LLAMA_3_SPLIT), last=names, ignore_merges=True)
    begin = tokenizer.token_to_id(names[0])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=True),
        processors.TemplateProcessing(
            single=f"{names[0]} $A", pair=f"{names[0]} $A {names[0]}:1 $B:1", special_tokens=[(names[0], begin)]
        ),
    ])
    return Kind(tokenizer, {"bos_token": names[0], "eos_token": names[4]})


def qwen_2():
    names = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tokenizer = byte_level(split_then_bytes(QWEN_2_SPLIT), normalizers.NFC(), last=names)
    # Marks of thinking and of calls are added tokens that show in a text.
    tokenizer.add_tokens([AddedToken(t, normalized=False) for t in ("<think>", "</think>", "<tool_call>")])
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return Kind(tokenizer, {"eos_token": names[2], "pad_token": names[0]})


def smollm_2():
    names = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    steps = [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    tokenizer = byte_level(pre_tokenizers.Sequence(steps), first=names)
    return Kind(tokenizer, {"bos_token": names[1], "eos_token": names[2], "unk_token": names[0]})


def sentencepiece(normalizer, pre_tokenizer):
    """As SentencePiece's BPE is converted: a byte token for every byte, what is unknown falls back on them."""
    trained = Tokenizer(models.BPE())
    trained.normalizer = normalizer
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=150, limit_alphabet=70, show_progress=False)
    trained.train_from_iterator(corpus(), trainer)
    model = json.loads(trained.to_str())["model"]
    names = ["<unk>", "<s>", "</s>"]
    pieces = names + [f"<0x{byte:02X}>" for byte in range(256)] + sorted(model["vocab"], key=model["vocab"].get)
    tokenizer = Tokenizer(models.BPE(
        vocab={piece: i for i, piece in enumerate(pieces)},
        merges=[tuple(pair) for pair in model["merges"]],
        unk_token=names[0],
        fuse_unk=True,
        byte_fallback=True,
    ))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(content=" ", left=1)
    ])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)]
    )
    tokenizer.add_special_tokens(specials(names))
    return Kind(tokenizer, dict(zip(("unk_token", "bos_token", "eos_token"), names)))


def sentencepiece_prepended():
    """Llama 2 and Mistral 7B v0.1: blanks are replaced before, one is put in front."""
    return sentencepiece(normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), None)


def sentencepiece_metaspace():
    """Mistral 7B v0.3 and later: the same by a pre-tokenizer, which looks at special tokens in the text, too."""
    return sentencepiece(None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False))
