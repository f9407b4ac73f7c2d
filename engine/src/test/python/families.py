# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""The checkpoints of the parity tests: the options of each family, at sizes of a few kilobytes."""
from dataclasses import dataclass, field

import torch
from transformers import LlamaConfig, MistralConfig, Qwen2Config, Qwen3Config

SMALL = dict(hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2)


@dataclass
class Family:
    name: str  # of the directory
    config: type
    settings: dict
    dtype: torch.dtype  # of the weights on disk
    seed: int
    tokenizer: str = ""  # a function of tokenizer_kinds; none: weights only
    overrides: list = field(default_factory=list)  # further runs of the same weights with other settings
    template_arguments: list = field(default_factory=lambda: [{}])


ALL = [
    # Multi-head attention, a head of its own, SentencePiece; other weights in the same files.
    Family(
        "llama-2",
        LlamaConfig,
        {**SMALL, "num_key_value_heads": 4, "hidden_size": 32, "rms_norm_eps": 1e-5, "max_position_embeddings": 128},
        torch.float16,
        seed=1,
        tokenizer="sentencepiece_prepended",
        overrides=[{"rope_parameters": {"rope_type": "linear", "factor": 4.0, "rope_theta": 10000.0}}],
    ),
    Family(
        "llama-biases",
        LlamaConfig,
        {**SMALL, "vocab_size": 64, "num_hidden_layers": 1, "head_dim": 10, "attention_bias": True, "mlp_bias": True,
         "max_position_embeddings": 128},
        torch.float32,
        seed=2,
    ),
    Family(
        "llama-3",
        LlamaConfig,
        {**SMALL, "head_dim": 8, "tie_word_embeddings": True, "rms_norm_eps": 1e-5, "max_position_embeddings": 256,
         "rope_parameters": {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0,
                             "high_freq_factor": 4.0, "original_max_position_embeddings": 32}},
        torch.bfloat16,
        seed=3,
        tokenizer="llama_3",
        template_arguments=[{}, {"date_string": "9 May 2025"}],
    ),
    Family(
        "mistral",
        MistralConfig,
        {**SMALL, "head_dim": 8, "sliding_window": 12, "max_position_embeddings": 256,
         "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}},
        torch.bfloat16,
        seed=4,
        tokenizer="sentencepiece_metaspace",
        overrides=[{"sliding_window": None}],
    ),
    Family(
        "qwen2.5",
        Qwen2Config,
        {**SMALL, "tie_word_embeddings": True, "max_position_embeddings": 256,
         "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}},
        torch.bfloat16,
        seed=5,
        tokenizer="qwen_2",
        overrides=[{"use_sliding_window": True, "sliding_window": 8, "max_window_layers": 1,
                    "layer_types": ["full_attention", "sliding_attention"]}],
    ),
    Family(
        "qwen3",
        Qwen3Config,
        {**SMALL, "head_dim": 16, "tie_word_embeddings": True, "max_position_embeddings": 256,
         "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}},
        torch.bfloat16,
        seed=6,
        tokenizer="qwen_2",
        template_arguments=[{}, {"enable_thinking": True}, {"enable_thinking": False}],
    ),
    # As SmolLM2-135M: three query heads to a key head.
    Family(
        "smollm2",
        LlamaConfig,
        {**SMALL, "num_attention_heads": 3, "num_key_value_heads": 1, "tie_word_embeddings": True,
         "rms_norm_eps": 1e-5, "max_position_embeddings": 256,
         "rope_parameters": {"rope_type": "default", "rope_theta": 100000.0}},
        torch.bfloat16,
        seed=7,
        tokenizer="smollm_2",
    ),
]
