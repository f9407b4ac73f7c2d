# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Measures families side by side on the same held-out prompts: loss, tasks answered exactly, and how often models agree.

usage: python3 evaluate.py --data data --family old=.. --family new=out [--tasks 20] [--out evaluation.json]

Agreement is per token, at places in text that the target wrote at that temperature: at 0 the greedy choices, above it samples
taken with the same Gumbel noise, as Pyramidion samples; "best" is one minus the total variation, which no coupling exceeds.
"""
import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import chatml
import examples
import family
import sampling
import tasks

NAMES = ("draft", "qualifier", "target")
PAIRS = (("draft", "qualifier"), ("draft", "target"), ("qualifier", "target"))
EXACT_GROUPS = ("extract", "convert")


@torch.inference_mode()
def loss(model, source, count):
    total, learned = 0.0, 0
    for i in range(min(count, len(source))):
        ids, given = source.row(i)
        logits = sampling.logits_at(model, ids[:given].tolist(), ids[given:].tolist())
        total += F.cross_entropy(logits, torch.from_numpy(ids[given:].astype(np.int64)), reduction="sum").item()
        learned += len(ids) - given
    return total / learned


def exact(model, tokenizer, questions):
    """Share of questions answered exactly, by kind, and the answers."""
    prompts = [tokenizer.encode(chatml.prompt(t.turns), add_special_tokens=False).ids for t in questions]
    lengths = [len(tokenizer.encode(t.answer, add_special_tokens=False).ids) + 12 for t in questions]
    right, answers = defaultdict(list), []
    for t, ids in zip(questions, sampling.continue_all(model, prompts, lengths, 0, 0)):
        answers.append(tokenizer.decode([i for i in ids if i not in sampling.END]))
        right[t.kind].append(answers[-1] == t.answer)
    return {kind: sum(r) / len(r) for kind, r in right.items()}, answers


def trained_on(path):
    """The prompts of a file of training examples, as bytes of ids: some kinds have so few questions that they come again."""
    source = examples.Examples(path)
    return {ids[:given].tobytes() for ids, given in map(source.row, range(len(source)))}


def agreement(models, prompts, length, temperature, draws=30, seed=5):
    """{pair: (agreement, best possible)} at places that the target wrote."""
    generator = torch.Generator().manual_seed(seed)
    written = sampling.continue_all(models["target"], prompts, [length] * len(prompts), temperature, seed)
    sums, places = defaultdict(lambda: [0.0, 0.0]), 0
    for prompt, answer in zip(prompts, written):
        at = {n: sampling.logits_at(m, prompt, answer) for n, m in models.items()}
        places += len(answer)
        if temperature == 0:
            for a, b in PAIRS:
                same = (at[a].argmax(-1) == at[b].argmax(-1)).sum().item()
                sums[a, b][0] += same
                sums[a, b][1] += same
            continue
        log = {n: F.log_softmax(x / temperature, -1) for n, x in at.items()}
        for _ in range(draws):
            noise = sampling.gumbel(at["target"].shape, generator)
            said = {n: (x + noise).argmax(-1) for n, x in log.items()}
            for a, b in PAIRS:
                sums[a, b][0] += (said[a] == said[b]).sum().item() / draws
        for a, b in PAIRS:
            sums[a, b][1] += torch.minimum(log[a].exp(), log[b].exp()).sum().item()
    return {f"{a} -> {b}": (x / places, y / places) for (a, b), (x, y) in sums.items()}


def measure(folder, a, questions, openings, asked_before):
    models = {n: family.load(folder / n).to(family.device()).eval() for n in NAMES}
    tokenizer = chatml.tokenizer(folder / "target" / "tokenizer.json")

    def ids(text):
        return tokenizer.encode(text, add_special_tokens=False).ids

    result = {"loss": {}, "agreement": {}}
    for kind in ("tasks", "stories"):
        source = examples.Examples(a.data / f"{kind}-valid.npz")
        result["loss"][kind] = {n: loss(m, source, a.losses) for n, m in models.items()}
    result["exact"], answers = exact(models["target"], tokenizer, questions)
    result["wrong"] = [dict(kind=t.kind, asked=t.turns[-1][1], right=t.answer, said=s) for t, s in zip(questions, answers) if s != t.answer]
    never_asked = [
        s == t.answer for t, s in zip(questions, answers)
        if t.group in EXACT_GROUPS and np.array(ids(chatml.prompt(t.turns)), np.uint16).tobytes() not in asked_before
    ]
    result["never_asked"] = dict(questions=len(never_asked), right=sum(never_asked))
    prompts = {
        "tasks": [ids(chatml.prompt(t.turns)) for t in questions[: a.prompts]],
        "stories": [ids(chatml.prompt([("user", o)])) for o in openings[: a.prompts]],
    }
    for kind, asked in prompts.items():
        for temperature in (0, 0.7, 1.0):
            result["agreement"][f"{kind} T={temperature}"] = agreement(models, asked, a.length, temperature)
    told = sampling.continue_all(models["target"], prompts["stories"][:8], [160] * 8, 0.8, 3)
    result["stories at T=0.8"] = [tokenizer.decode(t) for t in told]
    result["repeated"] = sum(map(repeated, told)) / len(told)
    return result


def repeated(ids, run=8):
    """Share of the runs of eight tokens that stood earlier in the same text: near 0 unless it goes in circles."""
    runs = [tuple(ids[i : i + run]) for i in range(len(ids) - run + 1)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def averages(exact_by_kind):
    """Mean over kinds: of each group, and of the extraction and conversion kinds together."""
    of = {g: [exact_by_kind[k] for k in kinds if k in exact_by_kind] for g, kinds in tasks.GROUPS.items()}
    means = {g: sum(x) / len(x) for g, x in of.items() if x}
    both = sum((of[g] for g in EXACT_GROUPS), [])
    means["extract and convert"] = sum(both) / len(both)
    means["all"] = sum(exact_by_kind.values()) / len(exact_by_kind)
    return means


def table(results):
    """One Markdown table, a column a family."""
    lines = ["| | " + " | ".join(results) + " |", "|---" * (len(results) + 1) + "|"]

    def row(name, values):
        lines.append(f"| {name} | " + " | ".join(values) + " |")

    first = next(iter(results.values()))
    for kind, by_model in first["loss"].items():
        for n in by_model:
            row(f"loss on {kind}, {n}", [f"{r['loss'][kind][n]:.3f}" for r in results.values()])
    for group in averages(first["exact"]):
        row(f"exact, {group}", [f"{averages(r['exact'])[group]:.0%}" for r in results.values()])
    right = [r["never_asked"]["right"] / max(1, r["never_asked"]["questions"]) for r in results.values()]
    row(f"extract and convert, {first['never_asked']['questions']} questions never asked in training", [f"{x:.0%}" for x in right])
    for kind in first["exact"]:
        row(f"exact, {tasks.KINDS[kind][0]}: {kind}", [f"{r['exact'][kind]:.0%}" for r in results.values()])
    for where, pairs in first["agreement"].items():
        for pair in pairs:
            cells = [r["agreement"][where][pair] for r in results.values()]
            row(f"{pair}, {where}", [f"{x:.2f}" if where.endswith("T=0") else f"{x:.2f} (best {y:.2f})" for x, y in cells])
    row("stories at T=0.8: repeated runs of eight tokens", [f"{r['repeated']:.1%}" for r in results.values()])
    return "\n".join(lines)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--family", action="append", required=True, metavar="NAME=FOLDER")
    p.add_argument("--tasks", type=int, default=20, help="questions of each kind")
    p.add_argument("--losses", type=int, default=200, help="held-out examples to take the loss of")
    p.add_argument("--prompts", type=int, default=40, help="prompts of each sort for agreement")
    p.add_argument("--length", type=int, default=60, help="tokens written after each of them")
    p.add_argument("--seed", type=int, default=23)
    p.add_argument("--out", type=Path)
    a = p.parse_args()
    families = {}
    for given in a.family:
        name, _, folder = given.partition("=")
        if not (Path(folder) / "target" / "model.safetensors").is_file():
            sys.exit(f"--family {given}: expected NAME=FOLDER with a target/model.safetensors in it")
        families[name] = Path(folder)
    pool = tasks.Pool(a.seed, held_out=True)
    questions = [tasks.make(kind, pool) for _ in range(a.tasks) for kind in tasks.KINDS]
    source = examples.Examples(a.data / "stories-valid.npz")
    tokenizer = chatml.tokenizer(next(iter(families.values())) / "target" / "tokenizer.json")
    rows = [source.row(i) for i in range(len(source))]
    openings = [tokenizer.decode(ids[1 : given - 2].tolist()) for ids, given in rows if given > 3]
    asked_before = trained_on(a.data / "tasks-train.npz")
    results = {name: measure(folder, a, questions, openings, asked_before) for name, folder in families.items()}
    if a.out:
        a.out.write_text(json.dumps(results, indent=1))
    print(table(results))


if __name__ == "__main__":
    main()
