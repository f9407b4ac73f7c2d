# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Plants a copying circuit into a small model, so that training starts where copying already works and need not be discovered.

Copying is two attention heads in a row ("induction", Elhage et al. 2021, Olsson et al. 2022): one looks at the token before and
notes what it was; a later one looks for a place whose note equals the current token and says what stands there. Small models
find this only after hundreds of millions of tokens. Here both are written into the least useful heads of a trained model:
the first from RoPE's own geometry, the second from least-squares read-outs of what the residual stream holds. Training does the rest.

usage: python3 plant.py --model ../target --data data --out planted [--back 1] [--layers 3,4]
"""
import argparse
import sys
from pathlib import Path

import torch

import examples
import family
from train import loss_of


def kept(module, store):
    return module.register_forward_hook(lambda _, __, out: store.append(out.detach()))


def seen_by(model, layer, inputs):
    """What the attention of a layer reads: the normed residual stream, [positions, width]."""
    store = []
    hook = kept(model.model.layers[layer].input_layernorm, store)
    model.model(inputs, use_cache=False)
    hook.remove()
    return store[0]


def after(model, layer, inputs):
    """The residual stream behind a layer."""
    return model.model(inputs, use_cache=False, output_hidden_states=True).hidden_states[layer + 1]


def read_out(x, y):
    """The linear map from x to y by ridge regression, [y's width, x's width]."""
    x, y = x.double(), y.double()
    gram = x.T @ x
    ridge = 1e-3 * gram.diagonal().mean() * torch.eye(len(gram), dtype=torch.double)
    return torch.linalg.solve(gram + ridge, x.T @ y).T.float()


class Group:
    """One key/value head of a layer with the query heads that share it: views into the layer's weights."""

    def __init__(self, model, layer, index):
        attention, config = model.model.layers[layer].self_attn, model.config
        self.size = config.hidden_size // config.num_attention_heads
        self.queries = config.num_attention_heads // config.num_key_value_heads
        s, n, i = self.size, self.queries, index
        self.q = [attention.q_proj.weight.data[(i * n + j) * s : (i * n + j + 1) * s] for j in range(n)]
        self.k = attention.k_proj.weight.data[i * s : (i + 1) * s]
        self.v = attention.v_proj.weight.data[i * s : (i + 1) * s]
        self.o = [attention.o_proj.weight.data[:, (i * n + j) * s : (i * n + j + 1) * s] for j in range(n)]

    def silence(self):
        """Takes the group's part out of the residual stream; returns how to put it back."""
        held = [o.clone() for o in self.o]
        for o in self.o:
            o.zero_()
        return lambda: [o.copy_(h) for o, h in zip(self.o, held)]


def least_useful(model, layer, batches):
    """The group of a layer whose absence costs least."""
    losses = []
    for i in range(model.config.num_key_value_heads):
        back = Group(model, layer, i).silence()
        losses.append(mean_loss(model, batches))
        back()
    best = min(range(len(losses)), key=losses.__getitem__)
    print(f"layer {layer}: group {best} gives way, loss {losses[best]:.3f} without it", flush=True)
    return Group(model, layer, best)


def mean_loss(model, batches):
    return sum(loss_of(model, x, y)[0].item() for x, y in batches) / len(batches)


def frequencies(model, size):
    return model.config.rope_parameters["rope_theta"] ** -(torch.arange(0, size, 2) / size)


def look_back(model, group, z, codes, out):
    """Writes the first head: attends `1 + j` tokens back with query head j and notes that token's code in `out`'s directions."""
    size, half = group.size, group.size // 2
    # A direction that reads the same from every token: least variance at mean one.
    mean = z.mean(0)
    spread = torch.cov(z.T) + 1e-3 * z.var(0).mean() * torch.eye(z.size(1))
    steady = torch.linalg.solve(spread, mean)
    steady = steady / (steady @ mean)
    angle = frequencies(model, size)
    # The fast frequencies tell one place from the next: these weights put 15 nats and more between them.
    weights = torch.zeros(half)
    weights[:4] = torch.tensor([30.0, 15.0, 8.0, 4.0])
    strength = (weights * size**0.5).sqrt()
    print(f"steady direction: deviation {(z @ steady).std():.3f}")
    group.k.copy_(torch.outer(torch.cat([strength, torch.zeros(half)]), steady))
    for j, q in enumerate(group.q):
        turn = (1 + j) * angle
        q.copy_(torch.outer(torch.cat([strength * turn.cos(), -strength * turn.sin()]), steady))
    group.v.copy_(codes)
    for j, o in enumerate(group.o):
        o.copy_(out[:, j * size : (j + 1) * size])


def explained(x, matrix, y):
    return (1 - (x @ matrix.T - y).var() / y.var()).item()


def match(model, group, z, now, before, said, embeddings, strength):
    """Writes the second head: finds the place after an earlier copy of the current token and says the token there."""
    size, half = group.size, group.size // 2
    slow = [i for i in range(half) if frequencies(model, size)[i] < 0.012]
    rows = slow + [half + i for i in slow]
    query, key = read_out(z, now[:, : len(rows)]), read_out(z, before[:, : len(rows)])
    print(f"read-outs explain {explained(z, query, now[:, : len(rows)]):.2f} of now, {explained(z, key, before[:, : len(rows)]):.2f} of before")
    scale = (z @ key.T).pow(2).sum(1).mean()
    gain = (strength * size**0.5 / scale).sqrt()
    group.k.zero_()
    group.k[rows] = key * gain
    for q in group.q:
        q.zero_()
        q[rows] = query * gain
    group.v.copy_(read_out(z, said))
    for o in group.o:
        o.copy_(embeddings / len(group.o))


@torch.no_grad()
def plant(model, batches, back, layers, loud=0.15, seed=7):
    torch.manual_seed(seed)
    inputs, _ = max(batches, key=lambda b: b[0].numel())
    flat = inputs.reshape(-1)
    real = torch.cat([torch.zeros(len(inputs), 1, dtype=torch.bool), inputs[:, 1:] != 0], 1).reshape(-1)
    table = model.model.embed_tokens.weight
    heard = flat[real]
    # Random codes of equal spread: tokens as far apart as a head's size allows.
    group = least_useful(model, back, batches)
    spread = torch.cov(table[heard].T)
    values, vectors = torch.linalg.eigh(spread)
    random = torch.linalg.qr(torch.randn(len(spread), group.size))[0]
    token_codes = (table - table[heard].mean(0)) @ (vectors / values.clamp_min(values.max() * 1e-3).sqrt()) @ random
    z = seen_by(model, back, inputs).reshape(len(flat), -1)[real]
    residual = after(model, back, inputs).reshape(len(flat), -1)[real]
    quiet = torch.linalg.eigh(torch.cov(residual.T))[1][:, : group.size * group.queries]
    if quiet.size(1) < group.size * group.queries:
        sys.exit(f"width {z.size(1)} is too small for notes of {group.size * group.queries}")
    look_back(model, group, z, read_out(z, token_codes[heard]), quiet * residual.norm(dim=1).median() * loud / group.size**0.5)
    print(f"looking back: loss {mean_loss(model, batches):.3f}", flush=True)
    for layer in layers:
        group = least_useful(model, layer, batches)
        z = seen_by(model, layer, inputs).reshape(len(flat), -1)[real]
        previous = torch.roll(inputs, 1, 1).reshape(-1)[real]
        # Each planted head matches on other random parts of the code.
        mix = torch.linalg.qr(torch.randn(group.size, group.size))[0]
        centred = table - table[heard].mean(0)
        axes = torch.linalg.eigh(torch.cov(centred[heard].T))[1][:, -group.size :]
        tried = []
        known = (z, token_codes[heard] @ mix, token_codes[previous] @ mix, centred[heard] @ axes)
        for strength in (5, 10, 20):
            for loudness in (1, 3, 10, 30, 90):
                match(model, group, *known, axes * loudness, strength)
                tried.append((mean_loss(model, batches), strength, loudness))
        loss, strength, loudness = min(tried)
        match(model, group, *known, axes * loudness, strength)
        print(f"layer {layer}: matching at strength {strength}, loudness {loudness}: loss {loss:.3f}", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--back", type=int, default=1, help="layer that gets the heads that look back")
    p.add_argument("--layers", default="3,4", help="layers that get a matching head, above --back")
    a = p.parse_args()
    model = family.load(a.model).eval()
    layers = [int(x) for x in a.layers.split(",")]
    if not all(a.back < x < model.config.num_hidden_layers for x in layers):
        sys.exit(f"--layers {a.layers}: each must be above {a.back} and below {model.config.num_hidden_layers}")
    made = examples.batches([examples.Examples(a.data / f"{n}-train.npz") for n in ("tasks", "stories")], [1, 0], 1200, 11, pool_rows=256)
    batches = [next(made)[1:] for _ in range(2)]
    with torch.no_grad():
        print(f"before: loss {mean_loss(model, batches):.3f}", flush=True)
    plant(model, batches, a.back, layers)
    model.save_pretrained(a.out)


if __name__ == "__main__":
    main()
