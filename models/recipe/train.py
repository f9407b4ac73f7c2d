# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Trains one model on stories and tasks.

usage: python3 train.py --shape target --data data --out runs/target --minutes 60 [--init FOLDER]
"""
import argparse
from pathlib import Path

import torch.nn.functional as F

import examples
import family
import loop


def loss_of(model, inputs, targets):
    """Cross-entropy of the learned tokens; the rest gets no logits at all, which saves a fifth of the work."""
    on = next(model.parameters()).device
    inputs, targets = inputs.to(on), targets.to(on)
    keep = targets >= 0
    with family.cast(on):
        hidden = model.model(inputs, use_cache=False).last_hidden_state[keep]
        logits = model.lm_head(hidden)
    return F.cross_entropy(logits.float(), targets[keep]), len(hidden)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shape", choices=family.SHAPES, required=True)
    p.add_argument("--data", type=Path, required=True, help="what prepare.py wrote")
    p.add_argument("--init", type=Path, help="a model to go on from, instead of random weights")
    p.add_argument("--vocabulary", type=int, default=4096)
    p.add_argument("--task-share", type=float, default=0.85, help="share of rows that are tasks")
    loop.arguments(p)
    a = p.parse_args()
    model = family.load(a.init) if a.init else family.fresh(a.shape, a.vocabulary, a.seed)
    model.to(family.device())
    print(f"{a.shape}: {sum(x.numel() for x in model.parameters()):,} parameters", flush=True)
    sources = [examples.Examples(a.data / f"{n}-train.npz") for n in ("tasks", "stories")]
    shares = [a.task_share, 1 - a.task_share]
    loop.fit(model, lambda pool: examples.batches(sources, shares, a.tokens, a.seed, pool), loss_of, a)


if __name__ == "__main__":
    main()
