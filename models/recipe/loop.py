# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""The training loop that train.py and distill.py share: a time budget, a log line now and then, and checkpoints to resume from."""
import json
import math
import sys
import time
from pathlib import Path

import torch

import family
from muon import Muon


def positive(text):
    """A number above 0, for argparse."""
    value = float(text)
    if not value > 0:
        raise ValueError
    return value


def arguments(parser):
    parser.add_argument("--out", type=Path, required=True, help="run folder: checkpoint.pt, log.jsonl and the model when done")
    parser.add_argument("--minutes", type=positive, required=True, help="time budget of the whole run, resumed parts together; on a CPU, time in which it ran")
    parser.add_argument("--rate", type=float, default=2e-3, help="peak learning rate of the embeddings and norms (AdamW)")
    parser.add_argument("--matrix-rate", type=float, default=6e-3, help="peak learning rate of the weight matrices (Muon)")
    parser.add_argument("--warm-up", type=int, default=30, help="steps of linear warm-up")
    parser.add_argument("--tokens", type=int, default=8192, help="tokens of a batch")
    parser.add_argument("--log-every", type=int, default=20, help="steps between log lines")
    parser.add_argument("--save-every", type=float, default=180, help="seconds between checkpoints")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seed", type=int, default=7)


def optimizers(model, a):
    """Muon turns the hidden matrices, AdamW the (tied) embeddings and the norms."""
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "embed" not in n]
    rest = [p for n, p in model.named_parameters() if p.dim() != 2 or "embed" in n]
    return [
        Muon(matrices, lr=a.matrix_rate),
        torch.optim.AdamW(rest, lr=a.rate, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def fit(model, rows, loss_of, a):
    """Runs until the budget is spent and writes the model to `out`/model.

    `rows(pool)` gives batches as examples.batches does, from that pool on; `loss_of(model, *batch)` gives the mean loss per
    learned token and their number; `batch` is what follows the pool's number, inputs [b, t] first. Resumes from `out`/checkpoint.pt when it
    is there.
    """
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    checkpoint = a.out / "checkpoint.pt"
    optimizer = optimizers(model, a)
    base = [o.param_groups[0]["lr"] for o in optimizer]
    step = learned = pool = 0
    spent = 0.0
    # On a shared CPU only what the run itself got counts, so that a paused or crowded-out run keeps its schedule.
    clock = time.monotonic if family.device().type == "cuda" else time.thread_time
    if checkpoint.exists():
        held = torch.load(checkpoint, map_location=next(model.parameters()).device)
        model.load_state_dict(held["model"])
        for o, s in zip(optimizer, held["optimizer"]):
            o.load_state_dict(s)
        step, learned, pool, spent = held["step"], held["learned"], held["pool"] + 1, held["spent"]
        print(f"resumed at step {step}, {spent:.0f} s spent", flush=True)
    begun = saved = clock()
    seen, total, count = 0, 0.0, 0
    log = open(a.out / "log.jsonl", "a")
    model.train()
    for pool, *batch in rows(pool):
        fraction = (spent + clock() - begun) / (a.minutes * 60)
        if fraction >= 1:
            break
        share = min(1, (step + 1) / a.warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * fraction)))
        for o, peak in zip(optimizer, base):
            for group in o.param_groups:
                group["lr"] = peak * share
        loss, n = loss_of(model, *batch)
        if not torch.isfinite(loss):
            sys.exit(f"step {step}: loss is {loss.item()}; lower --rate or --matrix-rate and resume from {checkpoint}")
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        step, learned, seen, total, count = step + 1, learned + n, seen + batch[0].numel(), total + loss.item() * n, count + n
        now = clock()
        if step % a.log_every == 0:
            line = dict(step=step, spent=round(spent + now - begun), learned=learned, loss=round(total / count, 4),
                        tokens_per_second=round(seen / (now - begun)))
            total, count = 0.0, 0
            print(json.dumps(line), flush=True)
            log.write(json.dumps(line) + "\n")
            log.flush()
        if now - saved > a.save_every:
            save(checkpoint, model, optimizer, step, learned, pool, spent + now - begun)
            saved = now
    save(checkpoint, model, optimizer, step, learned, pool, spent + clock() - begun)
    model.save_pretrained(a.out / "model")
    print(f"wrote {a.out / 'model'} after {step} steps", flush=True)


def save(path, model, optimizer, step, learned, pool, spent):
    whole = dict(model=model.state_dict(), optimizer=[o.state_dict() for o in optimizer], step=step, learned=learned, pool=pool, spent=spent)
    partial = path.with_suffix(".partial")
    torch.save(whole, partial)
    partial.replace(path)
