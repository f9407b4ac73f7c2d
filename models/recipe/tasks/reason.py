# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Small reasoning: sums, counting, sorting, looking up."""
from .pools import CITIES, FRUIT, NAMES


def arith(p):
    a, b = p.below(0, 99), p.below(0, 99)
    if p.chance(0.5) and a >= b:
        return f"What is {a} - {b}?", f"{a} - {b} = {a - b}"
    return f"What is {a} + {b}?", f"{a} + {b} = {a + b}"


def sort(p):
    if p.chance(0.5):
        words = p.several(FRUIT, p.random.randint(3, 6))
        return "Sort the words: " + ", ".join(words), ", ".join(sorted(words))
    numbers = p.random.sample(range(100), p.random.randint(3, 6))
    return "Sort the numbers: " + ", ".join(map(str, numbers)), ", ".join(map(str, sorted(numbers)))


def count(p):
    words = [p.one(FRUIT) for _ in range(p.random.randint(1, 9))]
    n = len(words)
    return "How many items are in the list? " + ", ".join(words), f"There {'is' if n == 1 else 'are'} {n} item{'' if n == 1 else 's'}."


def where(p):
    names = p.several(NAMES, p.random.randint(2, 5))
    cities = [p.one(CITIES) for _ in names]
    i = p.random.randrange(len(names))
    return " ".join(f"{n} is in {c}." for n, c in zip(names, cities)) + f" Where is {names[i]}?", f"{names[i]} is in {cities[i]}."


def look_up(p):
    codes = [p.code() for _ in range(p.random.randint(2, 5))]
    words = [p.word() for _ in codes]
    i = p.random.randrange(len(codes))
    return "Look up the code.\n" + "\n".join(f"{c} {w}" for c, w in zip(codes, words)) + f"\nWhich item is {codes[i]}?", words[i]


KINDS = dict(arith=arith, sort=sort, count=count, where=where, look_up=look_up)
