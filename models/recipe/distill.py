# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Trains a smaller model to say what a larger one would: acceptance lives on how often the two agree.

The loss is the cross-entropy against the teachers' distribution at --temperature (the KL divergence up to a constant), of which
the likeliest tokens are kept. Half of the rows, by default, are written by the target itself: that is what the smaller models
continue in use. A teacher costs more than its student, so what it says of a pool of rows is learned several times over.

usage: python3 distill.py --student qualifier --teacher runs/target/model --write-with runs/target/model --data data \
           --out runs/qualifier --minutes 30 [--init FOLDER]
       python3 distill.py --student draft --teacher runs/target/model --teacher runs/qualifier/model ...
"""
import argparse
import itertools
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import examples
import family
import loop
import sampling

LIKELIEST = 64


def written(model, sources, shares, count, temperature, seed):
    """Rows whose prompt is a training example's and whose answer is the model's own."""
    rng = np.random.default_rng((seed, 1))
    rows = []
    for source, share in zip(sources, shares):
        chosen = [source.row(i) for i in rng.integers(0, len(source), round(count * share))]
        prompts = [ids[:given].tolist() for ids, given in chosen]
        lengths = [len(ids) - given for ids, given in chosen]
        for prompt, answer in zip(prompts, sampling.continue_all(model, prompts, lengths, temperature, seed)):
            if answer:
                rows.append((np.array(prompt + answer, np.uint16), len(prompt)))
    return rows


@torch.no_grad()
def said(teachers, inputs, targets, temperature):
    """What the teachers, with equal weight, say where a token is learned: the likeliest tokens and their shares, both [n, LIKELIEST]."""
    on = next(teachers[0].parameters()).device
    inputs, keep = inputs.to(on), targets.to(on) >= 0
    with family.cast(on):
        logits = [t.lm_head(t.model(inputs, use_cache=False).last_hidden_state[keep]) for t in teachers]
    shares, tokens = sum(F.softmax(x.float() / temperature, -1) for x in logits).topk(LIKELIEST)
    return tokens.int(), shares / shares.sum(-1, keepdim=True)


def lessons(batches, teachers, temperature, passes, seed):
    """Endless (pool number, inputs, targets, tokens, shares): each pool of the batches so many times, every time in another order."""
    for pool, fresh in itertools.groupby(batches, key=lambda b: b[0]):
        kept = []
        for _, inputs, targets in fresh:
            kept.append((inputs, targets, *said(teachers, inputs, targets, temperature)))
            yield (pool, *kept[-1])
        for again in range(1, passes):
            for i in np.random.default_rng((seed, pool, again)).permutation(len(kept)):
                yield (pool, *kept[i])


def loss_at(temperature, overlap):
    """The loss function of lessons at that temperature: cross-entropy, or with `overlap` the total variation."""

    def loss_of(model, inputs, targets, tokens, shares):
        on = next(model.parameters()).device
        inputs, keep = inputs.to(on), targets.to(on) >= 0
        with family.cast(on):
            logits = model.lm_head(model.model(inputs, use_cache=False).last_hidden_state[keep] / temperature)
        told = F.log_softmax(logits.float(), -1).gather(-1, tokens.long())
        if overlap:
            return 1 - torch.minimum(shares, told.exp()).sum(-1).mean(), len(told)
        return -(shares * told).sum(-1).mean(), len(told)

    return loss_of


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--student", choices=family.SHAPES, required=True)
    p.add_argument("--teacher", type=Path, action="append", required=True, help="may be given twice: the mean of both is taught")
    p.add_argument("--write-with", type=Path, help="the model that writes the answers of the written rows")
    p.add_argument("--written", type=int, default=8_000, help="written rows; 0 turns them off")
    p.add_argument("--written-share", type=float, default=0.5, help="share of rows that are written ones")
    p.add_argument("--written-rows", type=Path, help="file of the written rows, read when it is there; default: OUT/written.npz")
    p.add_argument("--temperature", type=loop.positive, default=0.7, help="temperature of the written rows and of the loss")
    p.add_argument("--overlap", action="store_true", help="learn the total variation, which bounds acceptance: for the end of a run")
    p.add_argument("--passes", type=int, default=3, help="times that a pool of rows is learned")
    p.add_argument("--pool-rows", type=int, help="rows of a pool; default: 4,096, or a row for eight tokens of a batch")
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--init", type=Path)
    p.add_argument("--vocabulary", type=int, default=4096)
    p.add_argument("--task-share", type=float, default=0.85)
    loop.arguments(p)
    a = p.parse_args()
    on = family.device()
    torch.set_num_threads(a.threads)
    teachers = [family.load(t).to(on).eval() for t in a.teacher]
    model = (family.load(a.init) if a.init else family.fresh(a.student, a.vocabulary, a.seed)).to(on)
    print(f"{a.student}: {sum(x.numel() for x in model.parameters()):,} parameters", flush=True)
    sources = [examples.Examples(a.data / f"{n}-train.npz") for n in ("tasks", "stories")]
    shares = [a.task_share, 1 - a.task_share]
    if a.written and a.write_with:
        kept = a.written_rows or a.out / "written.npz"
        if not kept.exists():
            writer = family.load(a.write_with).to(on).eval()
            kept.parent.mkdir(parents=True, exist_ok=True)
            examples.save(kept, written(writer, sources, shares, a.written, a.temperature, a.seed))
        sources.append(examples.Examples(kept))
        shares = [s * (1 - a.written_share) for s in shares] + [a.written_share]
        print(f"{len(sources[-1])} rows written", flush=True)

    def rows(pool):
        made = examples.batches(sources, shares, a.tokens, a.seed, pool, a.pool_rows or max(4096, a.tokens // 8))
        return lessons(made, teachers, a.temperature, a.passes, a.seed)

    loop.fit(model, rows, loss_at(a.temperature, a.overlap), a)


if __name__ == "__main__":
    main()
