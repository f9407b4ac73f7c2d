# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Trained models to a family of Hugging Face directories, with golden greedy continuations made by transformers in float32.

usage: python3 export.py --run draft=runs/draft/model --run qualifier=runs/qualifier/model --run target=runs/target/model \
           --tokenizer ../target/tokenizer.json --out family
"""
import argparse
import json
import sys
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerFast

import chatml
import family
import tasks

NAMES = ("draft", "qualifier", "target")
OPENINGS = (
    "Once upon a time there was a little fox who", "The old king had three daughters, and", "It was a cold winter night when the boy",
    '"I will not go," said the rabbit,', "In the middle of the forest there stood", "The wind blew all night, and in the morning",
    "A poor woodcutter lived with his wife", "The princess looked out of the window", "Far away, beyond the sea,",
    "The miller's youngest son", "When the moon rose,", "There was once a giant",
)


def tokenizer_of(path):
    made = PreTrainedTokenizerFast(
        tokenizer_file=str(path), bos_token=chatml.END_OF_TEXT, eos_token=chatml.END, pad_token=chatml.END_OF_TEXT,
        additional_special_tokens=[chatml.USER, chatml.ASSISTANT],
    )
    made.chat_template, made.model_max_length = chatml.TEMPLATE, 1024
    return made


def write(name, run, tokenizer, out):
    folder = out / name
    model = family.load(run).to(torch.bfloat16)
    model.generation_config.update(bos_token_id=0, eos_token_id=[3, 0], pad_token_id=0)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    ids = {"bos_token_id": 0, "eos_token_id": [3, 0], "pad_token_id": 0}
    (folder / "generation_config.json").write_text(json.dumps(ids, indent=1))
    return sum(x.numel() for x in model.parameters())


def questions(count, seed):
    """Every fourth a story, the others tasks with the answer that would be right."""
    pool = tasks.Pool(seed, held_out=True)
    for i in range(count):
        if i % 4 == 3:
            yield dict(kind="story", prompt="Continue the story: " + OPENINGS[i // 4 % len(OPENINGS)])
        else:
            t = tasks.draw(pool)
            while len(t.turns) > 1:
                t = tasks.draw(pool)
            yield dict(kind=t.kind, prompt=t.turns[0][1], answer=t.answer)


@torch.inference_mode()
def golden(model, tokenizer, asked, length):
    raw = tokenizer.apply_chat_template([{"role": "user", "content": asked["prompt"]}], tokenize=False, add_generation_prompt=True)
    prompt = tokenizer(raw, return_tensors="pt", add_special_tokens=False).input_ids
    out = model.generate(
        prompt, attention_mask=torch.ones_like(prompt), do_sample=False, max_new_tokens=length, pad_token_id=0, eos_token_id=[3, 0]
    )[0, prompt.shape[1] :].tolist()
    finish = "stop" if out and out[-1] in (0, 3) else "length"
    while out and out[-1] in (0, 3):
        out.pop()
    return dict(asked, raw_prompt=raw, prompt_ids=prompt[0].tolist(), token_ids=out, text=tokenizer.decode(out), finish_reason=finish)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--run", action="append", required=True, metavar="NAME=FOLDER", help="one for each of draft, qualifier, target")
    p.add_argument("--tokenizer", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--golden", type=int, default=96, help="prompts in golden.jsonl")
    p.add_argument("--length", type=int, default=96, help="new tokens of each, at most")
    p.add_argument("--seed", type=int, default=42)
    a = p.parse_args()
    runs = dict(given.partition("=")[::2] for given in a.run)
    if set(runs) != set(NAMES):
        sys.exit(f"--run: expected {', '.join(NAMES)}, got {', '.join(runs)}")
    chatml.tokenizer(a.tokenizer)
    tokenizer = tokenizer_of(a.tokenizer)
    for name in NAMES:
        print(f"{name}: {write(name, runs[name], tokenizer, a.out):,} parameters", flush=True)
    model = family.load(a.out / "target").eval()
    with open(a.out / "golden.jsonl", "w") as full, open(a.out / "prompts.jsonl", "w") as prompts:
        for asked in questions(a.golden, a.seed):
            made = golden(model, tokenizer, asked, a.length)
            prompts.write(json.dumps({"prompt": made["raw_prompt"]}) + "\n")
            full.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main()
