# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Packed examples on disk and the batches made of them: right-padded rows of like length, with the positions that carry loss."""
import numpy as np
import torch

CONTEXT = 1024


def write(path, tokenizer, pairs):
    """Encodes (given, learned) pairs; returns a line for the log."""
    rows = []
    for i in range(0, len(pairs), 4096):
        part = pairs[i : i + 4096]
        left = tokenizer.encode_batch([g for g, _ in part], add_special_tokens=False)
        right = tokenizer.encode_batch([t for _, t in part], add_special_tokens=False)
        for g, t in zip(left, right):
            rows.append((np.array((g.ids + t.ids)[:CONTEXT], np.uint16), len(g.ids)))
    save(path, rows)
    tokens = sum(len(ids) for ids, _ in rows)
    return f"{len(rows)} examples, {tokens} tokens, {tokens - sum(given for _, given in rows)} of them learned"


def save(path, rows):
    """Writes (ids, how many of them are given) pairs; the file is whole or not there."""
    ids, given = np.concatenate([ids for ids, _ in rows]), np.array([given for _, given in rows], np.int32)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, ids=ids, lengths=np.array([len(ids) for ids, _ in rows], np.int32), given=given)
    partial.replace(path)


class Examples:
    """The examples of one file."""

    def __init__(self, path):
        try:
            held = np.load(path)
        except FileNotFoundError:
            raise SystemExit(f"{path}: no such file; run prepare.py first") from None
        self.ids, self.lengths, self.given = held["ids"], held["lengths"], held["given"]
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)[:-1]])

    def __len__(self):
        return len(self.lengths)

    def row(self, i):
        """(ids, how many of them are given)"""
        start = self.starts[i]
        return self.ids[start : start + self.lengths[i]], self.given[i]


def batch(rows):
    """(inputs [b, t], targets [b, t]); a target of -100 carries no loss."""
    width = max(len(ids) for ids, _ in rows) - 1
    inputs = np.zeros((len(rows), width), np.int64)
    targets = np.full((len(rows), width), -100, np.int64)
    for r, (ids, given) in enumerate(rows):
        inputs[r, : len(ids) - 1] = ids[:-1]
        targets[r, given - 1 : len(ids) - 1] = ids[given:]
    return torch.from_numpy(inputs), torch.from_numpy(targets)


def batches(sources, shares, tokens, seed, pool=0, pool_rows=None):
    """Endless (pool number, inputs, targets).

    A pool of rows is drawn from the sources by `shares` of rows, sorted by length and cut into batches of about `tokens`
    tokens, which come in random order. A pool depends on the seed and its number alone, so a run resumes at a pool.
    """
    pool_rows = pool_rows or max(1024, tokens // 8)
    while True:
        rng = np.random.default_rng((seed, pool))
        rows = []
        for source, share in zip(sources, shares):
            rows += [source.row(i) for i in rng.integers(0, len(source), round(pool_rows * share))]
        order = sorted(rng.permutation(len(rows)), key=lambda i: len(rows[i][0]))
        groups, group = [], []
        for i in order:
            if group and len(rows[i][0]) * (len(group) + 1) > tokens:
                groups.append(group)
                group = []
            group.append(rows[i])
        groups.append(group)
        for g in rng.permutation(len(groups)):
            yield (pool, *batch(groups[g]))
        pool += 1
