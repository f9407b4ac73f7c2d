# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Makes a whole family with one command: every step of the README in turn, within a time budget; started again, it resumes.

usage: python3 make.py --corpus tales.jsonl.xz --out runs --minutes 180 [--init ..] [--large] [-- option of prepare.py ...]

Without --init the models start from random weights. OUT/family is the result and OUT/evaluation.json its figures, beside those
of --init's family.
"""
import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Share of the budget, and the share of it that the smaller models learn acceptance itself in.
TARGET, QUALIFIER, DRAFT, OVERLAP = 0.5, 0.3, 0.2, 0.15
NAMES = ("draft", "qualifier", "target")
SLOWER = ("--rate", "5e-4", "--matrix-rate", "1.5e-3", "--seed", "8", "--overlap")


def run(script, *options):
    command = [sys.executable, str(HERE / script), *map(str, options)]
    print("+ " + " ".join(command[1:]), flush=True)
    done = subprocess.run(command)
    if done.returncode:
        sys.exit(f"{script} ended with {done.returncode}")


def train(made, script, minutes, shared, *options):
    """Runs a training script unless its model is there; returns the model."""
    if not (made / "model").is_dir():
        run(script, "--out", made, "--minutes", minutes, *shared, *options)
    return made / "model"


def distil(a, name, shape, minutes, shared, teachers):
    """A smaller model: first by cross-entropy, then by overlap."""
    options = ["--student", shape, "--write-with", teachers[0], "--written", a.written, "--written-rows", a.out / "written.npz"]
    for teacher in teachers:
        options += ["--teacher", teacher]
    first = train(a.out / f"{name}-first", "distill.py", minutes * (1 - OVERLAP), shared, *options, *start(a, name))
    return train(a.out / name, "distill.py", minutes * OVERLAP, shared, *options, "--init", first, *SLOWER)


def start(a, name):
    return ("--init", a.init / name) if a.init else ()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpus", type=Path, required=True)
    p.add_argument("--tokenizer", type=Path, default=HERE.parent / "target" / "tokenizer.json")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--minutes", type=float, required=True, help="budget of all training together; preparing, writing and evaluating come on top")
    p.add_argument("--init", type=Path, help="folder of the family to go on from")
    p.add_argument("--large", action="store_true", help="the upper sizes, for a machine with a GPU")
    p.add_argument("--tokens", type=int, default=4096, help="tokens of a batch")
    p.add_argument("--written", type=int, default=8_000, help="rows that the target writes for the smaller models")
    p.add_argument("prepare", nargs="*", help="options for prepare.py, after --")
    a = p.parse_args()
    size, data = ("-large" if a.large else ""), a.out / "data"
    if a.large and a.init:
        p.error("--large: its models start from random weights, so --init cannot be given")
    # What a later step would find out only after the first ones' hours.
    for needed in [a.tokenizer, *(a.init / name / "config.json" for name in NAMES if a.init)]:
        if not needed.is_file():
            p.error(f"{needed}: no such file")
    if not all((data / f"{kind}-{part}.npz").is_file() for kind in ("tasks", "stories") for part in ("train", "valid")):
        run("prepare.py", "--corpus", a.corpus, "--tokenizer", a.tokenizer, "--out", data, *a.prepare)
    shared = ("--data", data, "--tokens", a.tokens)
    target = train(a.out / "target", "train.py", a.minutes * TARGET, shared, "--shape", "target" + size, *start(a, "target"))
    qualifier = distil(a, "qualifier", "qualifier" + size, a.minutes * QUALIFIER, shared, [target])
    draft = distil(a, "draft", "draft", a.minutes * DRAFT, shared, [target, qualifier])
    made = a.out / "family"
    models = [f"--run={name}={model}" for name, model in zip(NAMES, (draft, qualifier, target))]
    run("export.py", *models, "--tokenizer", a.tokenizer, "--out", made)
    old = [f"--family=old={a.init}"] if a.init else []
    run("evaluate.py", "--data", data, *old, f"--family=new={made}", "--out", a.out / "evaluation.json")


if __name__ == "__main__":
    main()
