# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Times forward passes and whole rounds of the decoder program on a CUDA device, for machines whose PyTorch has CUDA while
DJL's natives do not. `bin/pyramidion bench gpu` calls it and says what to time; nothing here knows of acceptance.

    gpu_rounds.py --probe                 exit status 0 and the device's name if there is one, else 3
    gpu_rounds.py PROGRAM PLAN RESULT     PLAN and RESULT are JSON files

PLAN: models {role: {layers, heads, kv_heads, head_dim, hidden, intermediate, vocabulary, eps, context}}, temperature,
repeats, cached, passes [{role, batch, width}], rounds [{name, batch, inner, drafts, width}]: a round is `inner` times `drafts`
passes of the draft and one of the qualifier over one token more, then one of the target over `width` tokens; without
`inner` rounds, `proposer` proposes `drafts` tokens. RESULT: device, torch, passes and rounds with milliseconds.

The weights are random: what a pass costs does not depend on them.
"""
import json
import statistics
import sys
import time

import torch

HEADER = 19


def load(program, shape, device):
    """A decoder of a shape, in bfloat16; in float32 on the CPU."""
    decoder = torch.jit.load(program)
    hidden, inner = shape["hidden"], shape["intermediate"]
    query = shape["heads"] * shape["head_dim"]
    keys = shape["kv_heads"] * shape["head_dim"]
    parts = [("embedding", "embedding", (shape["vocabulary"], hidden)), ("head", "", ()), ("norm", "norm", (hidden,))]
    for _ in range(shape["layers"]):
        parts += [("", "norm", (hidden,)), ("qkv", "weight", (query + 2 * keys, hidden)), ("out", "weight", (hidden, query))]
        parts += [("", "norm", (hidden,)), ("gate_up", "weight", (2 * inner, hidden)), ("down", "weight", (hidden, inner))]
    half = shape["head_dim"] // 2
    frequencies = [10000 ** (-i / half) for i in range(half)]
    numbers = [shape["layers"], shape["heads"], shape["kv_heads"], shape["head_dim"], shape["context"]]
    numbers += [shape["head_dim"], 0, 0, 0, 1] + [0] * 2 * shape["layers"]
    decoder.begin(numbers, [shape["eps"], 1.0, 1.0, 1.0, 1.0, 1.0], frequencies, "float32" if device == "cpu" else "bfloat16", device)
    for part, name, size in parts:
        if name:
            numbers = torch.empty(size, dtype=torch.bfloat16, device=device).normal_(1 if name == "norm" else 0, 0.02)
            decoder.put(name, numbers.view(-1).view(torch.uint8), "BF16", list(size), 0)
        if part:
            decoder.build(part)
    return decoder


def span(positions):
    """Positions that attention is computed over, as AttentionSpan.java says."""
    steps = (positions + 15) // 16 * 16
    return steps - steps % 512 + 384 if 192 < steps % 512 < 384 else steps


class Model:
    """A decoder with a cache for every sequence of the largest batch."""

    def __init__(self, program, shape, device, slots, temperature):
        self.decoder = load(program, shape, device)
        self.positions = shape["context"]
        self.cache = self.decoder.allocate(slots, self.positions, span(self.positions) - self.positions)
        self.temperature = temperature

    def sample(self, batch, cached, width, draws):
        """One pass: `width` tokens for each of `batch` sequences behind `cached` ones, drawn after the last `draws`."""
        fed, outputs = batch * width, batch * draws
        ints = [batch, width, outputs, span(cached + width), 0, outputs] + [0] * (HEADER - 6)
        positions = [cached + s for s in range(width)]
        ints += [7 + s for s in range(fed)]
        ints += [slot * self.positions + p for slot in range(batch) for p in positions]
        ints += positions * batch
        ints += list(range(batch))
        ints += [row * width + width - draws + i for row in range(batch) for i in range(draws)]
        ints += list(range(outputs)) + list(range(2 * outputs))
        floats = [self.temperature] * outputs + [1.0] * outputs + [0.0] * (2 * outputs)
        # The answer is a list: the device has finished when it comes.
        return self.decoder.sample(self.cache, self.positions, ints, floats, [])


def run_round(models, entry, cached):
    batch = entry["batch"]
    if entry["inner"]:
        at = cached
        for _ in range(entry["inner"]):
            for step in range(entry["drafts"]):
                models["draft"].sample(batch, at + step, 1, 1)
            models["qualifier"].sample(batch, at, entry["drafts"] + 1, entry["drafts"] + 1)
            at += entry["drafts"]
    else:
        for step in range(entry["drafts"]):
            models[entry["proposer"]].sample(batch, cached + step, 1, 1)
    models["target"].sample(batch, cached, entry["width"], entry["width"])


def median_ms(repeats, call):
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def measure(program, plan, device):
    slots = max(entry["batch"] for entry in plan["passes"] + plan["rounds"])
    with torch.inference_mode():
        torch._C._set_graph_executor_optimize(False)
        models = {
            role: Model(program, shape, device, slots, plan["temperature"]) for role, shape in plan["models"].items()
        }
        for entry in plan["passes"]:
            model, batch, width = models[entry["role"]], entry["batch"], entry["width"]
            entry["ms"] = median_ms(plan["repeats"], lambda: model.sample(batch, plan["cached"], width, width))
        for entry in plan["rounds"]:
            entry["ms"] = median_ms(plan["repeats"], lambda: run_round(models, entry, plan["cached"]))
    name = torch.cuda.get_device_name() if device != "cpu" else "cpu"
    return {"device": name, "torch": torch.__version__, "passes": plan["passes"], "rounds": plan["rounds"]}


def main(arguments):
    if arguments == ["--probe"]:
        if not torch.cuda.is_available():
            return 3
        print(torch.cuda.get_device_name())
        return 0
    program, plan, result = arguments[:3]
    device = arguments[3] if len(arguments) > 3 else "cuda:0"
    with open(plan, encoding="utf-8") as file:
        measured = measure(program, json.load(file), device)
    with open(result, "w", encoding="utf-8") as file:
        json.dump(measured, file, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
