# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""The three models' shapes, and reading and writing them."""
from pathlib import Path

import torch
from transformers import LlamaConfig, LlamaForCausalLM

SHAPES = {
    "target": dict(hidden_size=256, num_hidden_layers=6, num_attention_heads=8, num_key_value_heads=4, intermediate_size=704),
    "qualifier": dict(hidden_size=160, num_hidden_layers=4, num_attention_heads=5, num_key_value_heads=5, intermediate_size=432),
    "draft": dict(hidden_size=96, num_hidden_layers=3, num_attention_heads=6, num_key_value_heads=6, intermediate_size=256),
    # The upper sizes, for a machine with a GPU.
    "target-large": dict(hidden_size=448, num_hidden_layers=9, num_attention_heads=14, num_key_value_heads=7, intermediate_size=1216),
    "qualifier-large": dict(hidden_size=256, num_hidden_layers=5, num_attention_heads=8, num_key_value_heads=4, intermediate_size=704),
}


def fresh(shape, vocabulary, seed):
    """A model with random weights."""
    torch.manual_seed(seed)
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=vocabulary, max_position_embeddings=1024, rms_norm_eps=1e-5, tie_word_embeddings=True, bos_token_id=0,
        eos_token_id=3, pad_token_id=0, rope_theta=10000.0, **SHAPES[shape],
    ))


def load(folder):
    """A model of a Hugging Face directory, in float32."""
    if not (Path(folder) / "config.json").is_file():
        raise SystemExit(f"{folder}: no model there (config.json is missing)")
    return LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32)


def device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def cast(on):
    """bf16 arithmetic on CUDA; plain float32 on a CPU, most of which only emulate bf16."""
    return torch.autocast("cuda", torch.bfloat16, enabled=on.type == "cuda")
