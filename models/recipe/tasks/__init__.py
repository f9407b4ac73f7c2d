# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Generated tasks: what a data pipeline sends a language model in bulk, each with the one right answer.

A generator takes a `Pool` and returns (question, answer); a question is a text, or a list of (role, text) turns.
"""
from collections import namedtuple

from . import chat, convert, extract, label, reason, write
from .pools import Pool

Task = namedtuple("Task", "kind group turns answer")
GROUPS = {
    "extract": extract.KINDS, "convert": convert.KINDS, "label": label.KINDS, "reason": reason.KINDS, "write": write.KINDS,
    "chat": chat.KINDS,
}
KINDS = {kind: (group, make) for group, kinds in GROUPS.items() for kind, make in kinds.items()}
# Drawn more often: long copies and what the first family got wrong.
WEIGHTS = dict(extract=3, csv_json=3, json_csv=3, table=3, copy=3, sort=2, where=2, look_up=2, pairs=2, log=2, arith=2)


def make(kind, pool):
    """One task of this kind."""
    if kind not in KINDS:
        raise ValueError(f"task kind {kind!r} is unknown; known are {', '.join(KINDS)}")
    group, generator = KINDS[kind]
    question, answer = generator(pool)
    return Task(kind, group, [("user", question)] if isinstance(question, str) else question, answer)


def draw(pool):
    """A task of a random kind, by weight."""
    kinds = list(KINDS)
    return make(pool.random.choices(kinds, [WEIGHTS.get(k, 1) for k in kinds])[0], pool)


__all__ = ["GROUPS", "KINDS", "Pool", "Task", "draw", "make"]
