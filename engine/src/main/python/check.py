# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Checks that the archive which Java loads does what decoder.py says: both run the same batches on random weights.

usage: python3 check.py   (exit status 0: they agree; a PyTorch that lacks an operator gets a plain one of here)
"""
import math

import torch

import export


def rms_norm(x, shape, weight, eps):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight


def attention(q, k, v, mask=None, dropout_p=0.0, is_causal=False, *, scale=None, enable_gqa=False):
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.size(-1))
    return torch.softmax(scores if mask is None else scores + mask, -1) @ v


PLAIN = {
    "aten::scaled_dot_product_attention": attention,
    "aten::rms_norm": rms_norm,
    "mkldnn::_reorder_linear_weight": lambda weight, batch_size=None: weight.clone(),
    "mkldnn::_is_mkldnn_bf16_supported": lambda: True,
    "mkldnn::_linear_pointwise": lambda x, w, bias, attr, scalars, algorithm: torch.nn.functional.linear(x, w, bias),
}


def implement_unknown_operators():
    unknown = [name for name in PLAIN if not torch._C._jit_get_schemas_for_operator(name)]
    keep = export.declare_unknown_operators()
    for name in unknown:
        namespace, operator = name.split("::")
        library = torch._C._dispatch_library("IMPL", namespace, "CPU", __file__, 0)
        library.impl(operator, "CPU", PLAIN[name])
        keep.append(library)
    return keep


LAYERS, HIDDEN, HEADS, KV_HEADS, HEAD_DIM, INNER, VOCAB, CONTEXT, SLOTS = 2, 32, 4, 2, 8, 48, 96, 40, 3
SLOT = CONTEXT  # positions
WINDOWS = [0, 4]  # of each layer


def weights(generator):
    def random(*shape):
        return torch.randn(*shape, generator=generator) * 0.3

    tensors = {"model.embed_tokens.weight": random(VOCAB, HIDDEN), "model.norm.weight": 1 + random(HIDDEN)}
    for i in range(LAYERS):
        layer = f"model.layers.{i}."
        for name, shape in {
            "self_attn.q_proj": (HEADS * HEAD_DIM, HIDDEN),
            "self_attn.k_proj": (KV_HEADS * HEAD_DIM, HIDDEN),
            "self_attn.v_proj": (KV_HEADS * HEAD_DIM, HIDDEN),
            "self_attn.o_proj": (HIDDEN, HEADS * HEAD_DIM),
            "mlp.gate_proj": (INNER, HIDDEN),
            "mlp.up_proj": (INNER, HIDDEN),
            "mlp.down_proj": (HIDDEN, INNER),
        }.items():
            tensors[layer + name + ".weight"] = random(*shape)
        tensors[layer + "self_attn.q_norm.weight"] = 1 + random(HEAD_DIM)
        tensors[layer + "self_attn.k_norm.weight"] = 1 + random(HEAD_DIM)
        tensors[layer + "input_layernorm.weight"] = 1 + random(HIDDEN)
        tensors[layer + "post_attention_layernorm.weight"] = 1 + random(HIDDEN)
    return tensors


def parts():
    """The parts of a model in their order, each with the tensors of every name that the program has for them."""
    yield "embedding", {"embedding": ["model.embed_tokens.weight"]}
    yield "head", {}
    yield "norm", {"norm": ["model.norm.weight"]}
    for i in range(LAYERS):
        layer = f"model.layers.{i}."
        attention = {"weight": [f"{layer}self_attn.{x}_proj.weight" for x in "qkv"], "norm": [layer + "input_layernorm.weight"]}
        yield "qkv", attention | {name: [f"{layer}self_attn.{name}.weight"] for name in ("q_norm", "k_norm")}
        yield "out", {"weight": [layer + "self_attn.o_proj.weight"]}
        mlp = {"weight": [f"{layer}mlp.{x}_proj.weight" for x in ("gate", "up")]}
        yield "gate_up", mlp | {"norm": [layer + "post_attention_layernorm.weight"]}
        yield "down", {"weight": [layer + "mlp.down_proj.weight"]}


def load(program, tensors):
    frequencies = [10000.0 ** (-2 * i / HEAD_DIM) for i in range(HEAD_DIM // 2)]
    shape = [LAYERS, HEADS, KV_HEADS, HEAD_DIM, CONTEXT, HEAD_DIM, 0, 0, 0, 2] + WINDOWS + [0, 1]
    scalars = [1e-5, 1.5, 0.9, 0.8, 2.0, 1.0, 1.1]
    assert program.begin(shape, scalars, frequencies + [f / 4 for f in frequencies], "float32", "cpu") == LAYERS
    for part, made in parts():
        for name, sources in made.items():
            whole = torch.cat([tensors[source] for source in sources])
            half = whole.numel() // 2
            for at, numbers in (0, whole.view(-1)[:half]), (half, whole.view(-1)[half:]):
                raw = torch.frombuffer(bytearray(numbers.numpy().tobytes()), dtype=torch.uint8)
                assert program.put(name, raw, "F32", list(whole.shape), at) == numbers.numel()
        assert program.build(part) > 0
    return program.allocate(SLOTS, SLOT, 15)


def batch(rows, sampled):
    """rows: (slot, first position, tokens). Every position is drawn after, kept, and compared with a row of the ledger.

    -> ints, floats of `sample`
    """
    width = max(len(tokens) for _, _, tokens in rows)
    span = max((first + len(tokens) + 15) // 16 * 16 for _, first, tokens in rows)
    tokens, places, positions, padding, packed = [], [], [], [], []
    for r, (slot, first, row) in enumerate(rows):
        padding += [len(tokens) + min(s, len(row) - 1) for s in range(width)]
        packed += [r * width + s for s in range(len(row))]
        tokens += row
        places += [slot * SLOT + first + s for s in range(len(row))]
        positions += [first + s for s in range(len(row))]
    outputs = list(range(len(tokens)))
    missing = len(rows) * width - len(tokens)
    slots = [row[0] for row in rows]
    first = slots[0] if slots == list(range(slots[0], slots[0] + len(slots))) else -1
    drawn = list(range(len(outputs))) if sampled else []
    keys = [7 * i - 3 for i in drawn] + [1000 - i for i in drawn]
    header = [len(rows), width, len(outputs), span, first, len(drawn), 20 if drawn else 0, int(sampled), int(sampled), 1]
    kept = list(range(len(outputs)))
    pairs = kept + kept + [i % 5 for i in kept] + [7] * len(kept)
    header += [len(kept), len(kept), 31]
    # The last output may draw 11, 12 or 13; 7, 8 and 12 are edited in all of them.
    last = len(outputs) - 1
    allowed = [last] * 3 + [1] * 3 + [11, 12, 13]
    edits = [0, 0, 0] + [len(outputs)] * 3 + [7, 8, 12]
    header += [3, 3, len(outputs), 4, len(outputs), missing]
    padded = padding + packed if missing else []
    ints = header + tokens + places + positions + slots + padded + outputs + drawn + keys + [0, 5] + kept + pairs
    ints += allowed + edits + kept + [9] * len(kept) + kept
    n = len(drawn)
    return ints, [0.8] * n + [0.9] * n + [20.0] * n + [0.01] * n + [0.5, -0.5, 9.0] + [1.3, 0.8, 1.0] + [-0.5, 0.0, 1.0]


def main():
    keep = implement_unknown_operators()
    import decoder

    torch.manual_seed(0)
    tensors = weights(torch.Generator().manual_seed(1))
    programs = [decoder.Decoder(), torch.jit.load(str(export.RESOURCES / "decoder.pt"))]
    caches = [load(program, tensors) for program in programs]
    prompts = [(0, 0, [3, 1, 4, 1, 5]), (1, 0, [9, 2, 6])]
    turns = [prompts, [(0, 5, [7]), (1, 3, [8, 8])], [(2, 0, [1, 2]), (0, 6, [3])]]
    # A list of Python's own would be copied on its way into the archive, and stay empty.
    first = [torch.randn(16, VOCAB)]
    ledgers = [list(first), torch.jit.script(first)]
    with torch.inference_mode():
        for rows in turns:
            for sampled in (False, True):
                ints, floats = batch(rows, sampled)
                found = [p.sample(c, SLOT, ints, floats, kept) for p, c, kept in zip(programs, caches, ledgers)]
                drawn = [ids[: ints[2]] for ids in found]
                assert drawn[0] == drawn[1], (drawn, rows)
                assert torch.allclose(torch.tensor(found[0]), torch.tensor(found[1]), atol=1e-5), (found, rows)
                assert all(x >= 0 for x in found[0][: 2 * ints[2]])
                margin, own, entropy = torch.tensor(found[0][2 * ints[2] : 5 * ints[2]]).view(3, -1)
                assert (margin >= 0).all() and (own < 0).all() and (entropy > 0).all()
                assert (entropy < math.log(VOCAB)).all()
                assert drawn[0][-1] in (11, 12, 13)
                scores = torch.tensor(found[0][5 * ints[2] :]).view(ints[2], -1)
                assert (scores[:, :6] < 0).all() and (scores[:, 2:5] >= scores[:, 3:6]).all()
                logits = [torch.tensor(p.logits(c, SLOT, ints)) for p, c in zip(programs, caches)]
                assert torch.allclose(logits[0], logits[1], atol=1e-5), (logits[0] - logits[1]).abs().max()
                assert not any(math.isnan(x) for x in logits[0].tolist())
        # A slot may take over the beginning of another one.
        tail = batch([(2, 4, [5])], False)[0]
        wanted = programs[0].logits(caches[0], SLOT, batch([(0, 4, [5])], False)[0])
        for program, cache in zip(programs, caches):
            program.copy(cache, SLOT, 0, 2, 4)
            assert torch.allclose(torch.tensor(program.logits(cache, SLOT, tail)), torch.tensor(wanted), atol=1e-5)
        # A batch gives what its sequences give one by one.
        alone = load(programs[0], tensors)
        together = programs[0].logits(caches[0], SLOT, batch(turns[0], False)[0])
        single = programs[0].logits(alone, SLOT, batch(prompts[:1], False)[0])
        assert torch.allclose(torch.tensor(single), torch.tensor(together[: len(single)]), atol=1e-4)
    print(f"decoder.py and decoder.pt agree, PyTorch {torch.__version__}")
    del keep


if __name__ == "__main__":
    main()
