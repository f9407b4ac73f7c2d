# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Text and tasks to tokens: writes stories and tasks, each for training and held out, as packed examples.

usage: python3 prepare.py --corpus tales.jsonl.xz --tokenizer ../target/tokenizer.json --out data
"""
import argparse
import collections
import hashlib
import json
import lzma
import random
import re
import sys
from pathlib import Path

import chatml
import examples
import tasks

WORD = re.compile(r"\b[a-z]{3,10}\b")
PARAGRAPH = re.compile(r"\n\s*\n")
PLAIN = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "_": "", "\r": ""})


def paragraphs(text):
    """Clean paragraphs of prose: straight quotes, single spaces, no headings, no foreign scripts."""
    for part in PARAGRAPH.split(text.translate(PLAIN)):
        part = re.sub(r"\s+", " ", part).strip()
        if len(part) > 60 and not part.isupper() and all(ord(c) < 0x250 for c in part):
            yield part


def story(parts, rng, plain_share):
    """A chunk of a book: plain text, or a request to continue its first sentence."""
    first = parts[0]
    cut = first.find(" ", min(rng.randint(12, 80), len(first) - 2))
    if cut < 0 or rng.random() < plain_share:
        return None, "\n\n".join(parts)
    return "Continue the story: " + first[:cut], "\n\n".join([first[cut:].lstrip()] + parts[1:])


def stories(books, rng, limit, plain_share):
    """(question or None, text) pairs: a few whole paragraphs each, cut to `limit` characters at a sentence's end."""
    for book in books:
        parts = list(paragraphs(book["text"]))[5:-5]
        i = 0
        while i < len(parts):
            chunk, size = [], 0
            while i < len(parts) and size < limit:
                chunk.append(parts[i])
                size += len(parts[i])
                i += 1
            question, text = story(chunk, rng, plain_share)
            end = max(text.rfind(mark, 0, limit) for mark in (". ", '." ', ".\n"))
            yield question, text[: end + 1] if len(text) > limit and end > 0 else text[:limit]


def common_words(books, count):
    """The most frequent words of the text, lower-case."""
    seen = collections.Counter()
    for book in books:
        seen.update(WORD.findall(book["text"]))
    return [word for word, _ in seen.most_common(count)]


def held_out(book):
    """One book in fifty is never trained on; by title, so that the split does not depend on the file's order."""
    return hashlib.sha256(book["title"].encode()).digest()[0] < 5


def read_books(path):
    with (lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else open(path, encoding="utf-8")) as lines:
        return [json.loads(line) for line in lines]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpus", type=Path, required=True, help="JSON lines with title, author and text; may be .xz")
    p.add_argument("--tokenizer", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--tasks", type=int, default=300_000, help="generated tasks to train on")
    p.add_argument("--stories", type=int, default=80_000, help="story chunks to train on, at most")
    p.add_argument("--words", type=int, default=10_000, help="words of the text that are put into training tasks")
    p.add_argument("--held-out", type=int, default=1_000, help="held-out examples of each")
    p.add_argument("--characters", type=int, default=800, help="a story chunk's length, at most")
    p.add_argument("--plain-share", type=float, default=0.4, help="share of story chunks without a request before them")
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    for path in (a.corpus, a.tokenizer):
        if not path.is_file():
            sys.exit(f"{path}: no such file")
    tokenizer = chatml.tokenizer(a.tokenizer)
    a.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(a.seed)
    books = read_books(a.corpus)
    for name, wanted, chosen, plain in (
        ("stories-train", a.stories, [b for b in books if not held_out(b)], a.plain_share),
        ("stories-valid", a.held_out, [b for b in books if held_out(b)], 0.0),
    ):
        made = list(stories(chosen, rng, a.characters, plain))
        rng.shuffle(made)
        if not made:
            sys.exit(f"{name}: none of the {len(books)} books of {a.corpus} falls to this side of the split; give more books")
        print(name, examples.write(a.out / f"{name}.npz", tokenizer, [chatml.story(q, t) for q, t in made[:wanted]]), flush=True)
    for name, wanted, pool in (
        ("tasks-train", a.tasks, tasks.Pool(a.seed, words=common_words([b for b in books if not held_out(b)], a.words))),
        ("tasks-valid", a.held_out, tasks.Pool(a.seed + 1, held_out=True)),
    ):
        made = [tasks.draw(pool) for _ in range(wanted)]
        print(name, examples.write(a.out / f"{name}.npz", tokenizer, [chatml.task(t) for t in made]), flush=True)


if __name__ == "__main__":
    main()
