# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Writes the checkpoints and golden files of the parity tests: what Hugging Face transformers makes of them.

usage: python3 make_parity.py [family ...]   (transformers 5, torch, tokenizers, jinja2; all families if none is named)

The directories lie in ../resources/io/pyramidion/engine/parity. Of what is in them, chat_template.jinja is written by
hand; everything else comes from here, the same on every run. No file is downloaded.
"""
import datetime
import json
import pathlib
import sys

import torch
import transformers
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast
from transformers.utils import chat_template_utils

import conversations
import families
import tokenizer_kinds

HERE = pathlib.Path(__file__).resolve().parent
PARITY = HERE.parent / "resources" / "io" / "pyramidion" / "engine" / "parity"
NOW = datetime.datetime(2026, 3, 5, 14, 7, 9)
NEW_TOKENS = 48


class FixedTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def fill(model, seed):
    """Weights that make every part matter: biases and norms that are not zeros and ones, logits far apart."""
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in model.named_parameters():
        noise = torch.randn(tensor.shape, generator=generator)
        if tensor.dim() == 2:
            tensor.data = noise * (1.4 / tensor.shape[1] ** 0.5)
        elif name.endswith("bias"):
            tensor.data = noise * 0.3
        else:
            tensor.data = 1 + noise * 0.2


def rounded(row):
    return [float(f"{value:.7g}") for value in row.tolist()]


def run(directory, overrides, prompts):
    """One configuration of the checkpoint: logits at some positions and the greedy continuation of each prompt."""
    model = AutoModelForCausalLM.from_pretrained(
        directory, dtype=torch.float32, attn_implementation="eager", local_files_only=True, **overrides
    ).eval()
    result = {"config": overrides, "prompts": []}
    for ids in prompts:
        with torch.inference_mode():
            logits = model(torch.tensor([ids]), use_cache=False).logits[0]
            text = list(ids)
            least = float("inf")
            for _ in range(NEW_TOKENS):
                # Without a cache: the sliding window is the mask's alone.
                best = model(torch.tensor([text]), use_cache=False).logits[0, -1].topk(2)
                least = min(least, float(best.values[0] - best.values[1]))
                text.append(int(best.indices[0]))
            generated = model.generate(
                torch.tensor([ids]), do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=-1, pad_token_id=0
            )[0].tolist()
        assert generated == text, "generate() and the plain loop disagree"
        assert least > 2e-4, f"a tie at {least}: change the seed"
        positions = sorted({len(ids) // 2, len(ids) - 1})
        result["prompts"].append({
            "ids": ids,
            "positions": positions,
            "logits": [rounded(logits[p]) for p in positions],
            "greedy": text[len(ids):],
            "least_margin": round(least, 5),
        })
    return result


def tokenizer_of(family, template):
    kind = getattr(tokenizer_kinds, family.tokenizer)()
    return PreTrainedTokenizerFast(
        tokenizer_object=kind.tokenizer, chat_template=template, clean_up_tokenization_spaces=False, **kind.special
    )


def texts(tokenizer):
    result = []
    for text in conversations.TEXTS:
        plain = tokenizer.encode(text, add_special_tokens=False)
        result.append({
            "text": text,
            "ids": plain,
            "ids_with_special": tokenizer.encode(text, add_special_tokens=True),
            "decoded": tokenizer.decode(plain, skip_special_tokens=True),
        })
    return result


def rendered(tokenizer, family):
    result = []
    for messages in conversations.CONVERSATIONS:
        for prompt in (False, True):
            for arguments in family.template_arguments:
                case = {"messages": messages, "add_generation_prompt": prompt, "arguments": arguments}
                try:
                    case["expected"] = tokenizer.apply_chat_template(
                        messages, tokenize=False, add_generation_prompt=prompt, **arguments
                    )
                except Exception as e:  # What raise_exception throws; its class differs between versions.
                    case["raised"] = str(e)
                result.append(case)
    return result


def make(family):
    directory = PARITY / family.name
    directory.mkdir(parents=True, exist_ok=True)
    golden = {"transformers": transformers.__version__, "torch": torch.__version__.split("+")[0]}
    extra = {}
    if family.tokenizer:
        template = (directory / "chat_template.jinja").read_text(encoding="utf-8")
        tokenizer = tokenizer_of(family, template)
        tokenizer.save_pretrained(directory)
        (directory / "chat_template.jinja").write_text(template, encoding="utf-8")
        extra = {"bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id}
        family.settings["vocab_size"] = len(tokenizer)
    config = family.config(**family.settings, **extra)
    torch.manual_seed(family.seed)
    model = AutoModelForCausalLM.from_config(config)
    fill(model, family.seed)
    model.to(family.dtype).save_pretrained(directory)
    generator = torch.Generator().manual_seed(1000 + family.seed)
    prompts = [
        torch.randint(3, config.vocab_size, [length], generator=generator).tolist() for length in (5, 41)
    ]
    golden["runs"] = [run(directory, overrides, prompts) for overrides in [{}] + family.overrides]
    if family.tokenizer:
        golden["texts"] = texts(tokenizer)
        golden["now"] = NOW.isoformat()
        golden["conversations"] = rendered(tokenizer, family)
    with open(directory / "golden.json", "w", encoding="utf-8") as out:
        json.dump(golden, out, ensure_ascii=False, separators=(",", ":"))
        out.write("\n")
    distinct = [len(set(p["greedy"])) for r in golden["runs"] for p in r["prompts"]]
    margins = [p["least_margin"] for r in golden["runs"] for p in r["prompts"]]
    print(family.name, "distinct greedy ids", distinct, "least margins", margins)


def main():
    chat_template_utils.datetime = FixedTime
    torch.set_num_threads(1)
    for family in families.ALL:
        if not sys.argv[1:] or family.name in sys.argv[1:]:
            make(family)


if __name__ == "__main__":
    main()
