# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Writes parity checkpoints of the families for which transformers was not at hand, and what a plain forward pass makes
of them: written for these tests after transformers' modules, in float64 but for rotary frequencies, without cache or batch.

usage: python3 plain_families.py           (PyTorch from 1.13, numpy; the directories of FAMILIES below)
       python3 plain_families.py --check   (compares the pass itself with what transformers made of the other families)
"""
import json
import math
import pathlib
import struct
import sys

import numpy
import torch

PARITY = pathlib.Path(__file__).resolve().parent.parent / "resources" / "io" / "pyramidion" / "engine" / "parity"
NEW_TOKENS = 48
PROMPTS = [[3, 41, 7, 7, 90], [5 + 13 * i % 89 for i in range(41)]]
SMALL = {"vocab_size": 96, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}
SMALL |= {"num_key_value_heads": 2, "max_position_embeddings": 128, "bos_token_id": 0, "eos_token_id": 1}

# ---- rotary embeddings


def plain_row(theta, dims):
    return 1.0 / (theta ** (torch.arange(0, dims, 2, dtype=torch.int64).float() / dims))


def rope(config, settings, theta, dims):
    """-> frequencies, factor of attention"""
    kind = settings.get("rope_type", settings.get("type", "default"))
    theta = settings.get("rope_theta", theta)
    row = plain_row(theta, dims)
    factor = settings.get("factor")
    longest = config["max_position_embeddings"]
    original = config.get("original_max_position_embeddings", settings.get("original_max_position_embeddings", longest))
    if kind in ("default", "dynamic"):
        return row, 1.0
    if kind == "linear":
        return row / factor, 1.0
    if kind == "llama3":
        low, high = settings["low_freq_factor"], settings["high_freq_factor"]
        length = 2 * math.pi / row
        smooth = (original / length - low) / (high - low)
        blend = (1 - smooth) * row / factor + smooth * row
        return torch.where(length > original / low, row / factor, torch.where(length < original / high, row, blend)), 1.0
    if kind == "yarn":
        def magnitude(scale):
            return 0.1 * scale * math.log(factor) + 1.0 if factor > 1 else 1.0

        scale, all_dims = settings.get("mscale"), settings.get("mscale_all_dim")
        attention = magnitude(scale) / magnitude(all_dims) if scale and all_dims else magnitude(1)

        def dim(turns):
            return dims * math.log(original / (turns * 2 * math.pi)) / (2 * math.log(theta))

        low, high = dim(settings.get("beta_fast") or 32), dim(settings.get("beta_slow") or 1)
        if settings.get("truncate", True):
            low, high = math.floor(low), math.ceil(high)
        low, high = max(low, 0), min(high, dims - 1)
        if low == high:
            high += 0.001
        ramp = ((torch.arange(dims // 2, dtype=torch.float32) - low) / (high - low)).clamp(0, 1)
        return row / factor * ramp + row * (1 - ramp), settings.get("attention_factor", attention)
    if kind in ("longrope", "su"):
        # The prompts here are shorter than the original length.
        stretch = factor or longest / original
        attention = math.sqrt(1 + math.log(stretch) / math.log(original)) if stretch > 1 else 1.0
        return row / torch.tensor(settings["short_factor"]), settings.get("attention_factor", attention)
    raise ValueError(kind)


# ---- the forward pass


def gelu(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


class Plain:
    def __init__(self, config, tensors):
        self.c = config
        self.t = {name: tensor.double() for name, tensor in tensors.items()}
        self.kind = config["model_type"]
        self.gemma = self.kind in ("gemma", "gemma3_text")
        self.heads = config["num_attention_heads"]
        self.keys = config.get("num_key_value_heads") or self.heads
        self.dim = config.get("head_dim") or config["hidden_size"] // self.heads

    def norm(self, x, name):
        weight = self.t[name + ".weight"] + (1 if self.gemma else 0)
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + self.c["rms_norm_eps"]) * weight

    def linear(self, x, name):
        y = x @ self.t[name + ".weight"].T
        return y + self.t[name + ".bias"] if name + ".bias" in self.t else y

    def window(self, layer):
        c = self.c
        if self.kind in ("mistral", "phi3"):
            return c.get("sliding_window") or 0
        if self.kind in ("qwen2", "qwen3"):
            return c["sliding_window"] if c.get("use_sliding_window") and layer >= c["max_window_layers"] else 0
        if self.kind == "gemma3_text" and c["layer_types"][layer] == "sliding_attention":
            return c["sliding_window"]
        return 0

    def rotation(self, layer, length):
        c = self.c
        settings = c.get("rope_scaling") or c.get("rope_parameters") or {}
        theta = c.get("rope_theta", 10000.0)
        dims = int(self.dim * c.get("partial_rotary_factor", 1.0))
        if self.kind == "smollm3" and not c["no_rope_layers"][layer]:
            return None
        if self.kind == "gemma3_text" and self.window(layer):
            settings, theta = {}, c["rope_local_base_freq"]
        row, factor = rope(c, settings, theta, dims)
        angles = torch.arange(length).double().unsqueeze(1) * row.double()
        return angles.cos() * factor, angles.sin() * factor, dims

    def rotate(self, x, rotation):
        """x: [length, heads, dim]"""
        if rotation is None:
            return x
        cos, sin, dims = rotation
        a, b, rest = x[..., : dims // 2], x[..., dims // 2 : dims], x[..., dims:]
        cos, sin = cos.unsqueeze(1), sin.unsqueeze(1)
        return torch.cat([a * cos - b * sin, b * cos + a * sin, rest], -1)

    def attention(self, x, layer, prefix):
        n, h, k, d = x.size(0), self.heads, self.keys, self.dim
        if self.kind == "phi3":
            q, key, v = self.linear(x, prefix + "qkv_proj").split([h * d, k * d, k * d], -1)
        else:
            q, key, v = (self.linear(x, f"{prefix}{name}_proj") for name in "qkv")
        if self.kind == "olmo2":
            q, key = self.norm(q, prefix + "q_norm"), self.norm(key, prefix + "k_norm")
        q, key, v = q.view(n, h, d), key.view(n, k, d), v.view(n, k, d)
        if self.kind in ("qwen3", "gemma3_text"):
            q, key = self.norm(q, prefix + "q_norm"), self.norm(key, prefix + "k_norm")
        rotation = self.rotation(layer, n)
        q, key = self.rotate(q, rotation), self.rotate(key, rotation)
        key, v = key.repeat_interleave(h // k, 1), v.repeat_interleave(h // k, 1)
        scale = d**-0.5
        if self.kind == "granite":
            scale = self.c["attention_multiplier"]
        if self.kind == "gemma3_text":
            scale = self.c["query_pre_attn_scalar"] ** -0.5
        scores = torch.einsum("qhd,khd->hqk", q, key) * scale
        place = torch.arange(n)
        hidden = place.unsqueeze(0) > place.unsqueeze(1)
        if self.window(layer):
            hidden = hidden | (place.unsqueeze(0) <= place.unsqueeze(1) - self.window(layer))
        p = scores.masked_fill(hidden, float("-inf")).softmax(-1)
        return self.linear(torch.einsum("hqk,khd->qhd", p, v).reshape(n, h * d), prefix + "o_proj")

    def mlp(self, x, prefix):
        if self.kind == "phi3":
            gate, up = self.linear(x, prefix + "gate_up_proj").chunk(2, -1)
        else:
            gate, up = self.linear(x, prefix + "gate_proj"), self.linear(x, prefix + "up_proj")
        return self.linear((gelu(gate) if self.gemma else gate * torch.sigmoid(gate)) * up, prefix + "down_proj")

    def logits(self, ids):
        x = self.t["model.embed_tokens.weight"][torch.tensor(ids)]
        if self.gemma:
            x = x * math.sqrt(self.c["hidden_size"])
        x = x * self.c.get("embedding_multiplier", 1)
        weight = self.c.get("residual_multiplier", 1)
        for i in range(self.c["num_hidden_layers"]):
            layer = f"model.layers.{i}."
            attention, mlp = layer + "self_attn.", layer + "mlp."
            if self.kind == "olmo2":
                x = x + self.norm(self.attention(x, i, attention), layer + "post_attention_layernorm")
                x = x + self.norm(self.mlp(x, mlp), layer + "post_feedforward_layernorm")
            elif self.kind == "gemma3_text":
                made = self.attention(self.norm(x, layer + "input_layernorm"), i, attention)
                x = x + self.norm(made, layer + "post_attention_layernorm")
                made = self.mlp(self.norm(x, layer + "pre_feedforward_layernorm"), mlp)
                x = x + self.norm(made, layer + "post_feedforward_layernorm")
            else:
                x = x + weight * self.attention(self.norm(x, layer + "input_layernorm"), i, attention)
                x = x + weight * self.mlp(self.norm(x, layer + "post_attention_layernorm"), mlp)
        x = self.norm(x, "model.norm")
        head = "lm_head.weight" if "lm_head.weight" in self.t else "model.embed_tokens.weight"
        return x @ self.t[head].T / self.c.get("logits_scaling", 1)


# ---- checkpoints

YARN = {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 16}
LONG = {"rope_scaling": {"type": "longrope", "short_factor": [1.0, 1.5], "long_factor": [9.0, 9.0]}}
FAMILIES = {
    "phi3": (
        {"model_type": "phi3", "architectures": ["Phi3ForCausalLM"], "rms_norm_eps": 1e-5, "tie_word_embeddings": False},
        [
            {},
            {"sliding_window": 9},
            LONG | {"partial_rotary_factor": 0.5, "original_max_position_embeddings": 96},
            {
                "original_max_position_embeddings": 90,
                "rope_scaling": {"type": "su", "short_factor": [1.0, 1.5, 2.0, 3.0], "long_factor": [5.0, 6.0, 7.0, 8.0]},
            },
        ],
    ),
    "granite": (
        {
            "model_type": "granite",
            "architectures": ["GraniteForCausalLM"],
            "rms_norm_eps": 1e-5,
            "tie_word_embeddings": False,
            "attention_bias": True,
            "embedding_multiplier": 12.0,
            "attention_multiplier": 0.2,
            "residual_multiplier": 0.22,
            "logits_scaling": 4.0,
        },
        [{}],
    ),
    "gemma": (
        {
            "model_type": "gemma",
            "architectures": ["GemmaForCausalLM"],
            "rms_norm_eps": 1e-6,
            "head_dim": 16,
            "hidden_act": "gelu_pytorch_tanh",
            "tie_word_embeddings": False,
        },
        [{}],
    ),
    "gemma3": (
        {
            "model_type": "gemma3_text",
            "architectures": ["Gemma3ForCausalLM"],
            "rms_norm_eps": 1e-6,
            "head_dim": 16,
            "hidden_activation": "gelu_pytorch_tanh",
            "query_pre_attn_scalar": 24,
            "rope_theta": 1000000.0,
            "rope_local_base_freq": 10000.0,
            "sliding_window": 7,
            "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
            "num_hidden_layers": 3,
            "tie_word_embeddings": False,
        },
        [{}, {"rope_scaling": {"rope_type": "linear", "factor": 8.0}}],
    ),
    "olmo2": (
        {"model_type": "olmo2", "architectures": ["Olmo2ForCausalLM"], "rms_norm_eps": 1e-6, "tie_word_embeddings": False},
        [{}],
    ),
    "smollm3": (
        {
            "model_type": "smollm3",
            "architectures": ["SmolLM3ForCausalLM"],
            "rms_norm_eps": 1e-6,
            "num_hidden_layers": 3,
            "no_rope_layers": [1, 0, 1],
            "rope_theta": 5000000.0,
            "tie_word_embeddings": True,
        },
        [
            {},
            {"rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32}},
            {"rope_scaling": YARN | {"mscale": 1.0, "mscale_all_dim": 0.5, "beta_fast": 8, "truncate": False}},
            {"rope_scaling": {"rope_type": "dynamic", "factor": 4.0}},
        ],
    ),
}


def shapes(config):
    c, hidden, inner = config, config["hidden_size"], config["intermediate_size"]
    kind, heads, keys = c["model_type"], c["num_attention_heads"], c["num_key_value_heads"]
    dim = c.get("head_dim") or hidden // heads
    q, k = heads * dim, keys * dim
    yield "model.embed_tokens.weight", (c["vocab_size"], hidden)
    for i in range(c["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        if kind == "phi3":
            made = {"self_attn.qkv_proj": (q + 2 * k, hidden), "mlp.gate_up_proj": (2 * inner, hidden)}
        else:
            made = {f"self_attn.{x}_proj": (q if x == "q" else k, hidden) for x in "qkv"}
            made |= {f"mlp.{x}_proj": (inner, hidden) for x in ("gate", "up")}
        made |= {"self_attn.o_proj": (hidden, q), "mlp.down_proj": (hidden, inner)}
        for name, shape in made.items():
            yield layer + name + ".weight", shape
            if c.get("attention_bias") and "self_attn" in name:
                yield layer + name + ".bias", shape[:1]
        norms = {"olmo2": ["post_attention", "post_feedforward"]}
        norms["gemma3_text"] = ["input", "post_attention", "pre_feedforward", "post_feedforward"]
        for name in norms.get(kind, ["input", "post_attention"]):
            yield f"{layer}{name}_layernorm.weight", (hidden,)
        if kind in ("olmo2", "gemma3_text"):
            yield layer + "self_attn.q_norm.weight", (q if kind == "olmo2" else dim,)
            yield layer + "self_attn.k_norm.weight", (k if kind == "olmo2" else dim,)
    yield "model.norm.weight", (hidden,)
    if not c["tie_word_embeddings"]:
        yield "lm_head.weight", (c["vocab_size"], hidden)


def weights(config, seed):
    """Numbers that make every part matter, exact in bfloat16."""
    generator = torch.Generator().manual_seed(seed)
    mean = 0 if config["model_type"].startswith("gemma") else 1
    tensors = {}
    for name, shape in shapes(config):
        noise = torch.randn(shape, generator=generator)
        if len(shape) == 2:
            value = noise * (1.4 / shape[1] ** 0.5)
        else:
            value = noise * 0.3 if name.endswith("bias") else mean + noise * 0.2
        tensors[name] = value.to(torch.bfloat16).float()
    return tensors


def write(path, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        raw = (tensor.numpy().view(numpy.uint32) >> 16).astype("<u2").tobytes()
        header[name] = {"dtype": "BF16", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def read(path):
    raw, tensors = path.read_bytes(), {}
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    header.pop("__metadata__", None)
    for name, entry in header.items():
        start, end = (8 + size + x for x in entry["data_offsets"])
        if entry["dtype"] == "BF16":
            numbers = (numpy.frombuffer(raw[start:end], "<u2").astype(numpy.uint32) << 16).view(numpy.float32)
        else:
            numbers = numpy.frombuffer(raw[start:end], "<f4" if entry["dtype"] == "F32" else "<f2").astype(numpy.float32)
        tensors[name] = torch.from_numpy(numbers.copy()).view(entry["shape"])
    return tensors


def prompt(model, ids):
    logits = model.logits(ids)
    positions = [len(ids) // 2, len(ids) - 1]
    greedy, margin = [], float("inf")
    for _ in range(NEW_TOKENS):
        best = model.logits(ids + greedy)[-1].topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        greedy.append(int(best.indices[0]))
    rows = [[float(f"{value:.7g}") for value in logits[at].tolist()] for at in positions]
    return {"ids": ids, "positions": positions, "logits": rows, "greedy": greedy, "least_margin": margin}


def make(name):
    settings, changes = FAMILIES[name]
    config = SMALL | settings
    directory = PARITY / name
    directory.mkdir(exist_ok=True)
    seed = 0
    while True:
        tensors = weights(config, seed)
        runs = [{"config": c, "prompts": [prompt(Plain(config | c, tensors), ids) for ids in PROMPTS]} for c in changes]
        if min(p["least_margin"] for r in runs for p in r["prompts"]) > 2e-3:
            break
        seed += 1
    (directory / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    write(directory / "model.safetensors", tensors)
    (directory / "golden.json").write_text(json.dumps({"made_by": "plain_families.py", "runs": runs}) + "\n")
    print(name, "seed", seed)


def check():
    for golden in sorted(PARITY.glob("*/golden.json")):
        if golden.parent.name in FAMILIES:
            continue
        config, tensors = json.loads((golden.parent / "config.json").read_text()), read(golden.parent / "model.safetensors")
        for run in json.loads(golden.read_text())["runs"]:
            changed = {"rope_parameters": None} if "rope_scaling" in run["config"] else {}
            model, worst = Plain(config | changed | run["config"], tensors), 0.0
            for one in run["prompts"]:
                logits = model.logits(one["ids"])
                for at, row in zip(one["positions"], one["logits"]):
                    worst = max(worst, float((logits[at] - torch.tensor(row, dtype=torch.float64)).abs().max()))
            print(f"{golden.parent.name} {run['config']}: {worst:.1e}")
            assert worst < 1e-4


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    else:
        for family in sys.argv[1:] or FAMILIES:
            make(family)
