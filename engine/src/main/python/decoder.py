# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""The decoder program: a Llama-family transformer without weights, scripted once by export.py.

Java hands it weights (`begin`, then `put` and `build` part by part), keeps the KV caches that `allocate` makes, and calls
`sample` for every forward pass. When all is built nothing in the module changes, so several threads may share it; each
brings its own cache.

Everything that touches the vocabulary happens in here; only token ids and a few numbers cross to Java.
"""
from typing import Dict, Final, List, NamedTuple, Optional, Tuple, Union

import torch
import torch.nn.functional as F

class Matrix(NamedTuple):
    """A weight as `linear` wants it."""

    # For successive inputs: on a CPU packed for oneDNN, whose outputs are rounded up; elsewhere one plain [out, in].
    parts: List[torch.Tensor]
    outputs: int
    bias: Optional[torch.Tensor]
    # What int8 stands for in each output, if the part is in int8.
    scale: Optional[torch.Tensor]
    # What int4 stands for, if the part is in int4: of each group of inputs, for each output, the step and the value of 8,
    # [groups, outputs, 2] in bfloat16.
    groups: Optional[torch.Tensor]


class Decoder(torch.nn.Module):
    # Header of a batch: the first integers of `ints`. Keep in step with BatchEncoder.java.
    ROWS: Final[int] = 0  # B: sequences
    WIDTH: Final[int] = 1  # S: tokens fed of the sequence that is fed most
    OUTPUTS: Final[int] = 2  # R: positions to sample after
    SPAN: Final[int] = 3  # T: cache positions that the longest sequence attends to, rounded up as AttentionSpan says
    FIRST_SLOT: Final[int] = 4  # first slot if the rows occupy consecutive slots, else -1
    SAMPLED: Final[int] = 5  # N: outputs that are drawn by chance; the others are greedy
    MAX_TOP_K: Final[int] = 6  # largest top_k of the sampled outputs, 0 if none is set
    TOP_P: Final[int] = 7  # 1 if a sampled output has top_p < 1
    MIN_P: Final[int] = 8  # 1 if a sampled output has min_p > 0
    BANS: Final[int] = 9  # pairs of (output, token) that may not be drawn
    KEPT: Final[int] = 10  # outputs whose logits the ledger keeps
    PAIRS: Final[int] = 11  # outputs that are compared with a row of the ledger
    MEASURES: Final[int] = 12  # which divergences the pairs ask for, a bit each
    ALLOWED: Final[int] = 13  # runs of outputs that a token is allowed to; nothing else is, to these outputs
    EDITS: Final[int] = 14  # runs of outputs in which the logit of a token is changed
    SCORED: Final[int] = 15  # outputs that tell log-probabilities
    TOP: Final[int] = 16  # likeliest tokens that each of these tells too, the most of them
    MEASURED: Final[int] = 17  # outputs that tell how sure their draw was
    MISSING: Final[int] = 18  # tokens by which all that is fed falls short of B*S
    HEADER: Final[int] = 19

    # Divergences between the verifier's and the proposer's distribution. Keep in step with Divergence.java.
    JS: Final[int] = 0
    TV: Final[int] = 1
    KL: Final[int] = 2
    KL_REVERSED: Final[int] = 3
    LOGIT: Final[int] = 4

    # Likeliest tokens looked at before a nucleus pays for a full sort.
    NUCLEUS: Final[int] = 128

    # Outputs drawn at a time: their noise stays in the processor's cache.
    SLAB: Final[int] = 16

    # Most rows of one product: of more, several threads would each add up a part of some.
    TILE: Final[int] = 64

    # Elements from which PyTorch shares out an operation on each of them among threads.
    GRAIN: Final[int] = 32768

    # GELU shares out more than so many.
    GELU_GRAIN: Final[int] = 16384

    # Queries that attention handles alike, wherever among them one stands.
    QUERIES: Final[int] = 4

    # Most inputs of one product in float32: of more, several threads would each add up a part.
    INPUTS: Final[int] = 1024

    # Outputs of a product are a multiple of these.
    OUTPUT_BLOCK: Final[int] = 64

    # Activations. Keep in step with Activation.java.
    SILU: Final[int] = 0
    GELU_TANH: Final[int] = 1

    # Inputs that share a step in int4.
    GROUP: Final[int] = 32

    # Weights of fewer elements are multiplied in float32: few bits would cost accuracy and spare nothing.
    SMALL: Final[int] = 131072

    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    window: int
    windowed: List[bool]
    rotated: int
    table: List[int]
    activation: int
    from_one: bool
    all_heads: bool
    embedding_factor: float
    query_factor: float
    residual_factor: float
    logit_divisor: float
    epsilon: torch.Tensor
    on_cpu: bool
    paired: bool
    precision: str
    whole: bool
    most: float
    matrix: torch.Tensor
    vector: torch.Tensor
    room: torch.Tensor
    bytes: torch.Tensor
    raw: Dict[str, torch.Tensor]
    embedding: torch.Tensor
    head: List[Matrix]
    zero: torch.Tensor
    final_norm: torch.Tensor
    qkv: List[Matrix]
    qk_norm: List[Optional[torch.Tensor]]
    out: List[Matrix]
    gate_up: List[Matrix]
    down: List[Matrix]
    norms: Dict[str, List[torch.Tensor]]
    nothing: torch.Tensor
    minus: torch.Tensor
    cos: List[torch.Tensor]
    sin: List[torch.Tensor]
    token_mix: torch.Tensor

    def __init__(self):
        super().__init__()
        none = torch.zeros(0)
        self.layers = 0
        self.heads = 0
        self.kv_heads = 0
        self.head_dim = 0
        self.window = 0
        self.windowed = []
        self.rotated = 0
        self.table = []
        self.activation = 0
        self.from_one = False
        self.all_heads = False
        self.embedding_factor = 1.0
        self.query_factor = 1.0
        self.residual_factor = 1.0
        self.logit_divisor = 1.0
        self.epsilon = none
        self.on_cpu = True
        self.paired = False
        self.precision = ""
        self.whole = False
        self.most = 127.0
        # Nothing in them: the types of weights and activations, and their device.
        self.matrix = none
        self.vector = none
        self.room = none
        self.bytes = none
        self.raw = {}
        self.embedding = none
        self.head = []
        self.zero = torch.zeros([1], dtype=torch.int64)
        self.final_norm = none
        self.qkv = []
        self.qk_norm = []
        self.out = []
        self.gate_up = []
        self.down = []
        self.norms = {}
        self.nothing = none
        self.minus = none
        self.cos = []
        self.sin = []
        self.token_mix = none

    # ---- loading

    @torch.jit.export
    def begin(self, shape: List[int], scalars: List[float], inverse_frequencies: List[float], precision: str, device: str) -> int:
        """Starts a model. Part by part follow: embedding, head, norm, and of every layer qkv, out, gate_up and down; the
        tensors of a part are put, then it is built.

        shape: layers, heads, kv_heads, head_dim, context; how many dimensions of a head are rotated, from the first one
        on; the activation; whether weights of norms count from one; whether all heads of a token are normalized together,
        where heads are; how many rotary tables there are. Then of every layer how many tokens back it attends, its own
        included, 0 for all (the layers that are limited are limited alike), and of every layer its rotary table.
        scalars: epsilon; factors of the embedding, of queries and of what a block adds; divisor of logits; then of every
        table the factor of its cosines and sines. inverse_frequencies: of one table behind those of another.
        precision: float32, bfloat16 or, on a CPU, int8 or int4; the last two with -narrow behind if the CPU adds two
        products of 8 bits in 16.
        """
        self.layers = shape[0]
        self.heads = shape[1]
        self.kv_heads = shape[2]
        self.head_dim = shape[3]
        self.rotated = shape[5]
        self.activation = shape[6]
        self.from_one = shape[7] != 0
        self.all_heads = shape[8] != 0
        tables = shape[9]
        windows = shape[10:10 + self.layers]
        self.table = shape[10 + self.layers:]
        self.embedding_factor = scalars[1]
        self.query_factor = scalars[2]
        self.residual_factor = scalars[3]
        self.logit_divisor = scalars[4]
        self.window = max(windows)
        windowed: List[bool] = []
        for window in windows:
            windowed.append(window > 0)
        self.windowed = windowed
        self.epsilon = torch.full([1], scalars[0], device=device)
        on_cpu = device == "cpu"
        self.on_cpu = on_cpu
        self.most = 127.0
        if precision.endswith("-narrow"):
            # 2 * 255 * 63 still fits in 16 bits.
            self.most = 63.0
            precision = precision.replace("-narrow", "")
        self.precision = precision
        self.whole = precision == "int8" or precision == "int4"
        weight_type = torch.float32
        if precision == "bfloat16":
            weight_type = torch.bfloat16
        self.matrix = torch.empty([0], dtype=weight_type, device=device)
        # On the CPU activations stay in float32: its bfloat16 attention kernels are slow.
        type = torch.float32
        if precision == "bfloat16" and not on_cpu:
            type = torch.bfloat16
        self.vector = torch.empty([0], dtype=type, device=device)
        self.nothing = torch.zeros([1], dtype=type, device=device)
        self.minus = torch.full([1], float("-inf"), dtype=type, device=device)

        positions = torch.arange(shape[4], device=device).to(torch.float32)
        frequencies = torch.tensor(inverse_frequencies, device=device).to(torch.float32).view(tables, -1)
        for i in range(tables):
            angles = positions.unsqueeze(1) * frequencies[i].unsqueeze(0)
            cos = angles.cos() * scalars[5 + i]
            sin = angles.sin() * scalars[5 + i]
            # The sign of the rotation lives in the table, so that the hot path need not negate. The rest stays as it is.
            rest = torch.zeros([positions.size(0), self.head_dim - self.rotated], device=device)
            self.cos.append(torch.cat([cos, cos, rest + 1.0], 1).to(type))
            self.sin.append(torch.cat([-sin, sin, rest], 1).to(type))
        return self.layers

    @torch.jit.export
    def put(self, name: str, chunk: torch.Tensor, dtype: str, shape: List[int], at: int) -> int:
        """Takes numbers of a tensor, the one at `at` and those behind it, as the raw little-endian bytes of a safetensors
        file; copies them. -> how many they are

        name: embedding, weight, bias, norm, q_norm or k_norm, of the part that is built next.
        """
        type = torch.float32
        if dtype == "BF16":
            type = torch.bfloat16
        elif dtype == "F16":
            type = torch.float16
        numbers = torch.view_copy(chunk, dtype=type)
        if name not in self.raw:
            self.raw[name] = self.empty(name, shape, type)
        elif len(shape) > 1 and self.whole and type != self.raw[name].dtype:
            self.raw[name] = self.raw[name].to(torch.float32)
        self.raw[name].view(-1).narrow(0, at, numbers.numel()).copy_(numbers)
        return numbers.numel()

    def empty(self, name: str, shape: List[int], type: int) -> torch.Tensor:
        """A tensor to put numbers of a type into."""
        if len(shape) == 1:
            # A bias or norm gets its type when it is built.
            return torch.empty(shape, device=self.matrix.device)
        size = shape[0] * shape[1]
        if self.on_cpu and self.precision != "bfloat16" and name == "embedding":
            return torch.empty(shape, dtype=type)
        if not self.on_cpu or size < self.SMALL:
            return torch.empty(shape, dtype=self.matrix.dtype, device=self.matrix.device)
        # Memory that was touched before: the first touch of a page costs more than all that is done with it here.
        kept = type if self.whole else self.matrix.dtype
        if self.room.numel() < size or self.room.dtype != kept:
            self.room = self.matrix
            self.room = torch.empty([size], dtype=kept)
        return self.room.narrow(0, 0, size).view(shape)

    @torch.jit.export
    def build(self, part: str) -> int:
        """Turns what was put into tensors that the forward pass reads, and forgets it. -> bytes of its weights as kept

        A head for which nothing was put is the embedding. After the last part nothing is left of what building needed.
        """
        if part == "norm":
            self.final_norm = self.norm_weight("norm")
            return self.final_norm.numel() * self.final_norm.element_size()
        if part == "embedding":
            # Looked up, not multiplied: what float32 would add to the numbers of a file is zeros.
            self.embedding = self.raw.pop("embedding")
            self.room = self.matrix
            self.token_mix = torch.arange(self.embedding.size(0), device=self.embedding.device).to(torch.int32) * -1640531527
            return self.embedding.numel() * self.embedding.element_size()
        weight = self.raw.pop("weight") if "weight" in self.raw else self.embedding
        made = self.pack(weight, self.raw.pop("bias") if "bias" in self.raw else None, part == "head")
        if "norm" in self.raw:
            if part not in self.norms:
                self.norms[part] = torch.jit.annotate(List[torch.Tensor], [])
            self.norms[part].append(self.norm_weight("norm"))
        if part == "head":
            self.head.append(made)
        elif part == "qkv":
            self.qkv.append(made)
            self.qk_norm.append(self.head_norms())
        elif part == "out":
            self.out.append(made)
        elif part == "gate_up":
            self.gate_up.append(made)
        else:
            self.down.append(made)
        # A head is often much larger than what follows.
        if part == "head" or len(self.down) == self.layers:
            self.room = self.matrix
            self.bytes = self.matrix
        self.raw.clear()
        kept = 0
        for one in made.parts:
            kept += one.numel() * one.element_size()
        groups = made.groups
        if groups is not None:
            kept += groups.numel() * groups.element_size()
        return kept

    def norm_weight(self, name: str) -> torch.Tensor:
        weight = self.raw.pop(name)
        if self.from_one:
            weight = weight.to(torch.float32) + 1.0
        return weight.to(self.vector.dtype)

    def head_norms(self) -> Optional[torch.Tensor]:
        """The weights with which query heads and then key heads are normalized, one row a head."""
        if "q_norm" in self.raw:
            q = self.norm_weight("q_norm").view(-1, self.head_dim).expand(self.heads, self.head_dim)
            k = self.norm_weight("k_norm").view(-1, self.head_dim).expand(self.kv_heads, self.head_dim)
            return torch.cat([q, k], 0)
        return None

    def pack(self, weight: torch.Tensor, bias: Optional[torch.Tensor], head: bool) -> Matrix:
        outputs = weight.size(0)
        if not self.on_cpu:
            return Matrix([weight.to(self.matrix.dtype)], outputs, bias.to(self.matrix.dtype) if bias is not None else None, None, None)
        type = self.matrix.dtype
        if weight.numel() < self.SMALL:
            type = torch.float32
        elif self.precision == "int4" and not head and weight.size(1) % self.GROUP == 0:
            packed, groups = self.grouped(weight)
            return Matrix([packed], outputs, bias, None, groups)
        elif self.whole:
            # The head too: what it gets wrong no later layer makes good.
            whole, scale = self.rounded(weight)
            return Matrix([torch.ops.onednn.qlinear_prepack(whole, [8, weight.size(1)])], outputs, bias, scale, None)
        elif type == torch.bfloat16 and not torch.ops.mkldnn._is_mkldnn_bf16_supported():
            # This processor has no such products: the same numbers, held in float32.
            weight = weight.to(type)
            type = torch.float32
        self.paired = True
        weight = weight.to(type)
        # oneDNN 3.7 gets outputs wrong that do not fill its blocks.
        surplus = outputs % self.OUTPUT_BLOCK
        if surplus > 0:
            weight = F.pad(weight, [0, 0, 0, self.OUTPUT_BLOCK - surplus])
            if bias is not None:
                bias = F.pad(bias, [0, self.OUTPUT_BLOCK - surplus])
        if bias is not None:
            bias = bias.to(type)
        # MKL's products are 2-3 times slower on AMD than those of oneDNN's blocked layout, and a row's bits depend on
        # the other rows.
        if type == torch.bfloat16 or weight.size(1) <= self.INPUTS:
            return Matrix([torch.ops.mkldnn._reorder_linear_weight(weight, 8)], outputs, bias, None, None)
        parts: List[torch.Tensor] = []
        for part in weight.split(self.INPUTS, 1):
            parts.append(torch.ops.mkldnn._reorder_linear_weight(part.contiguous(), 8))
        return Matrix(parts, outputs, bias, None, None)

    def rounded(self, weight: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        """-> the weight in int8, valid until the next call, and the scale of each output channel"""
        scale = torch.empty([weight.size(0)])
        if self.bytes.numel() < weight.numel():
            self.bytes = torch.empty([weight.numel()], dtype=torch.int8)
        whole = self.bytes.narrow(0, 0, weight.numel()).view(weight.shape)
        rows = max(1, self.SMALL // weight.size(1))
        for first in range(0, weight.size(0), rows):
            some = weight.narrow(0, first, min(rows, weight.size(0) - first)).to(torch.float32)
            reach = some.abs().amax(1).clamp_min_(1e-12).div_(self.most)
            whole.narrow(0, first, some.size(0)).copy_((some / reach.unsqueeze(1)).round_())
            scale.narrow(0, first, some.size(0)).copy_(reach)
        return whole, scale

    def grouped(self, weight: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        """-> the weight in int4, packed, and what it stands for; of both the outputs are rounded up to blocks"""
        inputs = weight.size(1)
        outputs = (weight.size(0) + self.OUTPUT_BLOCK - 1) // self.OUTPUT_BLOCK * self.OUTPUT_BLOCK
        packed = torch.empty([outputs, inputs // 2], dtype=torch.uint8)
        groups = torch.empty([inputs // self.GROUP, outputs, 2], dtype=torch.bfloat16)
        # Blocks are packed one behind the other, whatever others there are.
        rows = max(1, self.SMALL // inputs // self.OUTPUT_BLOCK) * self.OUTPUT_BLOCK
        for first in range(0, outputs, rows):
            count = min(rows, outputs - first)
            some = weight.narrow(0, first, min(count, weight.size(0) - first)).to(torch.float32)
            if some.size(0) < count:
                some = F.pad(some, [0, 0, 0, count - some.size(0)])
            some = some.contiguous().view(count, -1, self.GROUP)
            low = some.amin(2, True)
            step = self.short((some.amax(2, True) - low).div_(15.0))
            middle = self.short(low + step * 8.0)
            # Of all steps and middles these suit such whole numbers best: least squares.
            off = self.nearest(some, step, middle)
            mean = off.mean(2, True)
            off.sub_(mean)
            better = self.short((off * some).sum(2, True).div_((off * off).sum(2, True).clamp_min_(1e-12)))
            step = torch.where(better > 0, better, step)
            middle = self.short(some.mean(2, True).sub_(mean.mul_(step)))
            whole = self.nearest(some, step, middle).add_(8.0).to(torch.int32).view(count, inputs)
            packed.narrow(0, first, count).copy_(torch.ops.aten._convert_weight_to_int4pack_for_cpu(whole, 2))
            groups.narrow(1, first, count).copy_(torch.cat([step, middle], 2).transpose(0, 1))
        return packed, groups

    def short(self, x: torch.Tensor) -> torch.Tensor:
        """Numbers as bfloat16 has them."""
        return x.to(torch.bfloat16).to(torch.float32)

    def nearest(self, x: torch.Tensor, step: torch.Tensor, middle: torch.Tensor) -> torch.Tensor:
        """How many steps x is from the middle, from -8 to 7."""
        return (x - middle).div_(step.clamp_min(1e-12)).round_().clamp_(-8.0, 7.0)

    @torch.jit.export
    def allocate(self, slots: int, positions: int, spare: int) -> List[torch.Tensor]:
        """A KV cache: keys and values of every layer, each [slots * positions + spare, kv_heads * head_dim]."""
        cache: List[torch.Tensor] = []
        for i in range(2 * self.layers):
            cache.append(torch.zeros([slots * positions + spare, self.kv_heads * self.head_dim], dtype=self.final_norm.dtype, device=self.final_norm.device))
        return cache

    @torch.jit.export
    def copy(self, cache: List[torch.Tensor], positions: int, source: int, target: int, tokens: int) -> int:
        """Gives a slot of so many positions what another one holds of its first tokens."""
        for part in cache:
            part.narrow(0, target * positions, tokens).copy_(part.narrow(0, source * positions, tokens))
        return tokens

    # ---- the forward pass

    def linear(self, x: torch.Tensor, weight: Matrix) -> torch.Tensor:
        """-> x times the weight, plus the bias. On a CPU a row's result is the same, to the bit, whatever other rows there
        are and however many threads; see `company` for a row alone."""
        if not self.on_cpu:
            return F.linear(x, weight.parts[0], weight.bias)
        groups = weight.groups
        if groups is not None:
            return self.in_groups(x, weight, groups)
        if weight.scale is not None:
            return self.whole_numbers(x, weight)
        rows = x.size(0)
        if rows <= self.TILE:
            return self.product(x, weight)
        tiles: List[torch.Tensor] = []
        for start in range(0, rows, self.TILE):
            # The last of many rows takes one along, if it would be alone.
            first = min(start, rows - 2)
            tile = self.product(x.narrow(0, first, min(self.TILE, rows - first)), weight)
            tiles.append(tile.narrow(0, start - first, tile.size(0) - (start - first)))
        return torch.cat(tiles)

    def company(self, x: torch.Tensor) -> torch.Tensor:
        """One row twice: alone it would take other kernels, which add up in another order, unless in int8 or int4."""
        if x.size(0) == 1 and self.paired:
            return x.expand(2, x.size(1)).contiguous()
        return x

    def whole_numbers(self, x: torch.Tensor, weight: Matrix) -> torch.Tensor:
        """A product in int8: its sums are exact, so their order does not matter."""
        scalars: List[Optional[Union[int, float, complex]]] = []
        # Each row by its own reach: whole numbers add up alike in any company.
        reach = x.abs().amax(-1, True).clamp_min_(1e-12)
        # From -127 .. 127 to 1 .. 255, rounded as the conversion cuts off what is behind the point.
        bytes = (x * (127.0 / reach)).add_(128.5).to(torch.uint8)
        scale = weight.scale
        assert scale is not None
        y = torch.ops.onednn.qlinear_pointwise(bytes, 1.0 / 127.0, 128, weight.parts[0], scale, self.zero, None, 1.0, 0, torch.float32, "none", scalars, "").mul_(reach)
        bias = weight.bias
        if bias is not None:
            y.add_(bias)
        return y

    def in_groups(self, x: torch.Tensor, weight: Matrix, groups: torch.Tensor) -> torch.Tensor:
        """A product in int4: each output of each row is one sum from the first input to the last, in any company."""
        y = torch.ops.aten._weight_int4pack_mm_for_cpu(x.to(torch.bfloat16), weight.parts[0], self.GROUP, groups).to(torch.float32)
        if y.size(1) != weight.outputs:
            y = y.narrow(1, 0, weight.outputs).contiguous()
        bias = weight.bias
        if bias is not None:
            y.add_(bias)
        return y

    def product(self, x: torch.Tensor, weight: Matrix) -> torch.Tensor:
        scalars: List[Optional[Union[int, float, complex]]] = []
        first = weight.parts[0]
        if first.dtype == torch.bfloat16:
            y = torch.ops.mkldnn._linear_pointwise(x.to(torch.bfloat16), first, weight.bias, "none", scalars, None).to(torch.float32)
        else:
            if len(weight.parts) == 1:
                y = torch.ops.mkldnn._linear_pointwise(x, first, weight.bias, "none", scalars, None)
            else:
                y = torch.ops.mkldnn._linear_pointwise(x.narrow(1, 0, self.INPUTS).contiguous(), first, weight.bias, "none", scalars, None)
                at = self.INPUTS
                for part in weight.parts[1:]:
                    y.add_(torch.ops.mkldnn._linear_pointwise(x.narrow(1, at, part.size(1)).contiguous(), part, None, "none", scalars, None))
                    at += part.size(1)
        return y if y.size(1) == weight.outputs else y.narrow(1, 0, weight.outputs).contiguous()

    def norm(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        # Fewer operators than rms_norm has on the CPU; small models are bound by their count.
        length = torch.linalg.vector_norm(x, 2.0, [-1], True, dtype=torch.float32)
        scale = torch.addcmul(self.epsilon, length, length, value=1.0 / x.size(-1)).rsqrt_()
        return (x * scale).to(x.dtype).mul_(weight)

    def normed(self, x: torch.Tensor, part: str, layer: int) -> torch.Tensor:
        """What a part takes or, of out and down, makes: normalized if the model does that there."""
        if part in self.norms:
            return self.norm(x, self.norms[part][layer])
        return x

    def added(self, x: torch.Tensor, made: torch.Tensor, part: str, layer: int) -> torch.Tensor:
        """x with what a block made of it."""
        made = self.normed(made, part, layer)
        if self.residual_factor != 1.0:
            made = made.mul_(self.residual_factor)
        return x.add_(made)

    def normed_heads(self, qk: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        """Queries and keys [fed, heads + kv_heads, head_dim], normalized."""
        if not self.all_heads:
            return self.norm(qk, weight)
        n, H = qk.size(0), self.heads
        q = self.norm(qk.narrow(1, 0, H).reshape(n, -1), weight.narrow(0, 0, H).reshape(-1))
        k = self.norm(qk.narrow(1, H, self.kv_heads).reshape(n, -1), weight.narrow(0, H, self.kv_heads).reshape(-1))
        return torch.cat([q, k], 1).view(n, -1, self.head_dim)

    def turned(self, qk: torch.Tensor) -> torch.Tensor:
        """The other dimension of each pair that is rotated."""
        half = self.rotated // 2
        rest = self.head_dim - self.rotated
        if rest > 0:
            return torch.cat([qk.narrow(2, half, half), qk.narrow(2, 0, half), qk.narrow(2, self.rotated, rest)], 2)
        return torch.cat([qk.narrow(2, half, half), qk.narrow(2, 0, half)], 2)

    def fed(self, ints: List[int]) -> int:
        """Tokens that a batch feeds, those of one sequence behind those of another."""
        return ints[self.ROWS] * ints[self.WIDTH] - ints[self.MISSING]

    def outputs(self, ints: List[int]) -> int:
        """Where a batch's outputs stand."""
        at = self.HEADER + 3 * self.fed(ints) + ints[self.ROWS]
        # Where the sequences are fed unlike numbers, indices tell how attention sees them.
        return at if ints[self.MISSING] == 0 else at + ints[self.ROWS] * ints[self.WIDTH] + self.fed(ints)

    def mask(self, visible: torch.Tensor) -> torch.Tensor:
        """What to add to the attention scores of what is visible [B, S, T]."""
        B, S, T = visible.size(0), visible.size(1), visible.size(2)
        G = self.heads // self.kv_heads
        fill = torch.where(visible, self.nothing, self.minus)
        # A group's query heads share keys: they stand one after the other as further queries of one head.
        return self.even(fill.unsqueeze(1).expand(B, G, S, T).reshape(B, 1, G * S, T))

    def even(self, queries: torch.Tensor) -> torch.Tensor:
        """Repeats the first query in dimension 2 until their number is a multiple of QUERIES."""
        surplus = queries.size(2) % self.QUERIES
        if surplus == 0:
            return queries
        first = queries.narrow(2, 0, 1).expand(queries.size(0), queries.size(1), self.QUERIES - surplus, queries.size(3))
        return torch.cat([queries, first], 2)

    def attention(self, q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """-> for each query [B, kv_heads, queries, head_dim]. Its bits do not depend on the other queries, nor on how many
        masked positions stand behind its own."""
        n = q.size(2)
        q = self.even(q)
        if q.size(0) * q.size(1) == 1:
            # Several threads would share out one head's sums; of two heads each takes one.
            q, k, v, mask = torch.cat([q, q]), torch.cat([k, k]), torch.cat([v, v]), torch.cat([mask, mask])
            return torch.ops.aten.scaled_dot_product_attention(q, k, v, mask).narrow(0, 0, 1).narrow(2, 0, n)
        return torch.ops.aten.scaled_dot_product_attention(q, k, v, mask).narrow(2, 0, n)

    def finish(self, fed: torch.Tensor):
        """Passes are timed: one ends when the device has done it, not when it has been told to."""
        if not self.on_cpu:
            fed.narrow(0, 0, 1).cpu()

    def hidden(self, cache: List[torch.Tensor], slot: int, ints: List[int], t: torch.Tensor) -> torch.Tensor:
        """Feeds a batch and writes its keys and values to the cache, whose slots have `slot` positions. -> [fed, hidden]"""
        B = ints[self.ROWS]
        S = ints[self.WIDTH]
        T = ints[self.SPAN]
        H = self.heads
        KV = self.kv_heads
        D = self.head_dim
        G = H // KV
        n = self.fed(ints)
        tokens = t.narrow(0, self.HEADER, n)
        places = t.narrow(0, self.HEADER + n, n)
        positions = t.narrow(0, self.HEADER + 2 * n, n)
        rows = t.narrow(0, self.HEADER + 3 * n, B)

        x = self.company(F.embedding(tokens, self.embedding).to(self.final_norm.dtype))
        if self.embedding_factor != 1.0:
            x = x.mul_(self.embedding_factor)
        coses: List[torch.Tensor] = []
        sines: List[torch.Tensor] = []
        for i in range(len(self.cos)):
            coses.append(self.cos[i].index_select(0, positions).unsqueeze(1))
            sines.append(self.sin[i].index_select(0, positions).unsqueeze(1))
        queries = positions
        ragged = n < B * S
        padded = positions
        packed = positions
        if ragged:
            # A sequence's last token takes the places that it is short of.
            padding = t.narrow(0, self.HEADER + 3 * n + B, B * S)
            queries = positions.index_select(0, padding)
            heads = padding.unsqueeze(1).mul(H).add(torch.arange(H, device=t.device)).view(B, S, KV, G)
            padded = self.even(heads.permute(0, 2, 3, 1).reshape(B, KV, G * S, 1))
            Q = padded.size(2)
            # What attention returns lies in memory as [B, Q, KV, D].
            place = torch.arange(B * Q * KV, device=t.device).view(B, Q, KV).narrow(1, 0, G * S)
            place = place.reshape(B, G, S, KV).permute(0, 2, 3, 1).reshape(B * S, H)
            packed = place.index_select(0, t.narrow(0, self.HEADER + 3 * n + B + B * S, n)).view(-1)
            padded = padded.reshape(-1)
        queries = queries.view(B, S, 1)
        mask = self.mask(torch.arange(T, device=t.device) <= queries)
        near = mask
        reaching = self.window > 0 and T > self.window
        if reaching:
            place = torch.arange(T, device=t.device)
            near = self.mask((place <= queries).logical_and_(place > queries - self.window))
        first = ints[self.FIRST_SLOT]
        inner = KV * D
        for i in range(self.layers):
            qkv = self.linear(self.normed(x, "qkv", i), self.qkv[i]).narrow(0, 0, n).view(n, H + 2 * KV, D)
            qk = qkv.narrow(1, 0, H + KV)
            head_norms = self.qk_norm[i]
            if head_norms is not None:
                qk = self.normed_heads(qk, head_norms)
            table = self.table[i]
            qk = torch.addcmul(qk * coses[table], self.turned(qk), sines[table])
            keys = cache[2 * i]
            values = cache[2 * i + 1]
            keys.index_copy_(0, places, qk.narrow(1, H, KV).reshape(n, inner))
            values.index_copy_(0, places, qkv.narrow(1, H + KV, KV).reshape(n, inner))
            # A span may reach beyond its slot; what it sees there is masked.
            stride = slot * inner
            if first >= 0:
                # Views [B, kv_heads, T, head_dim] of the slots, without a copy.
                k = keys.as_strided([B, KV, T, D], [stride, D, inner, 1], first * stride)
                v = values.as_strided([B, KV, T, D], [stride, D, inner, 1], first * stride)
            else:
                k = keys.as_strided([(keys.size(0) - T) // slot + 1, T, KV, D], [stride, inner, D, 1]).index_select(0, rows).transpose(1, 2)
                v = values.as_strided([(keys.size(0) - T) // slot + 1, T, KV, D], [stride, inner, D, 1]).index_select(0, rows).transpose(1, 2)
            q = qk.narrow(1, 0, H)
            if self.query_factor != 1.0:
                q = q * self.query_factor
            if S == 1:
                q = q.reshape(B, KV, G, D)
            elif ragged:
                q = q.reshape(n * H, D).index_select(0, padded).view(B, KV, -1, D)
            else:
                q = q.view(B, S, KV, G, D).permute(0, 2, 3, 1, 4).reshape(B, KV, G * S, D)
            attended = self.attention(q, k, v, near if reaching and self.windowed[i] else mask)
            if S == 1:
                attended = attended.reshape(n, H * D)
            elif ragged:
                attended = attended.transpose(1, 2).reshape(-1, D).index_select(0, packed).view(n, H * D)
            else:
                attended = attended.view(B, KV, G, S, D).permute(0, 3, 1, 2, 4).reshape(n, H * D)
            x = self.added(x, self.linear(self.company(attended), self.out[i]), "out", i)
            gate_up = self.linear(self.normed(x, "gate_up", i), self.gate_up[i])
            width = gate_up.size(-1) // 2
            gated = self.activate(gate_up.narrow(-1, 0, width)).mul_(gate_up.narrow(-1, width, width))
            x = self.added(x, self.linear(gated, self.down[i]), "down", i)
        return x.narrow(0, 0, n)

    def activate(self, gate: torch.Tensor) -> torch.Tensor:
        """The activation of rows of which no two threads get a part: it has other bits at the ends of what a thread gets."""
        most = self.GRAIN - 1 if self.activation == self.SILU else self.GELU_GRAIN
        rows = most // gate.size(1)
        if gate.size(0) <= rows or not self.on_cpu:
            return self.activated(gate)
        if rows == 0:
            if self.activation == self.SILU:
                return gate / gate.neg().exp_().add_(1.0)
            # 1 + tanh(x) is twice the logistic function of 2x.
            inner = (gate * gate * gate).mul_(0.044715).add_(gate).mul_(-1.5957691216057308)
            return gate / inner.exp_().add_(1.0)
        gated: List[torch.Tensor] = []
        for part in gate.split(rows):
            gated.append(self.activated(part))
        return torch.cat(gated)

    def activated(self, gate: torch.Tensor) -> torch.Tensor:
        if self.activation == self.SILU:
            return F.silu(gate)
        return F.gelu(gate, approximate="tanh")

    def scores(self, cache: List[torch.Tensor], slot: int, ints: List[int], t: torch.Tensor) -> torch.Tensor:
        """-> the model's logits [R, vocab] in float32"""
        x = self.hidden(cache, slot, ints, t)
        R = ints[self.OUTPUTS]
        if R != self.fed(ints):
            x = x.index_select(0, t.narrow(0, self.outputs(ints), R))
        x = self.company(x)
        logits = self.linear(self.norm(x, self.final_norm), self.head[0]).narrow(0, 0, R).to(torch.float32)
        return logits if self.logit_divisor == 1.0 else logits.div_(self.logit_divisor)

    def spread(self, runs: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        """Lays runs [first output, length, ...] out one output after the other. -> the run of each, the outputs"""
        run = torch.repeat_interleave(runs[1])
        starts = runs[1].cumsum(0) - runs[1]
        return run, (runs[0] - starts).index_select(0, run).add_(torch.arange(run.size(0), device=run.device))

    def restrict(self, logits: torch.Tensor, runs: torch.Tensor):
        """Lets nothing be drawn after the outputs of the runs but the runs' tokens."""
        run, outputs = self.spread(runs)
        tokens = runs[2].index_select(0, run)
        allowed = logits[outputs, tokens]
        restricted = torch.zeros([logits.size(0)], device=logits.device).index_fill_(0, outputs, 1.0)
        logits.index_fill_(0, restricted.nonzero().squeeze(1), float("-inf"))
        logits.index_put_([outputs, tokens], allowed)

    def edit(self, logits: torch.Tensor, runs: torch.Tensor, f: torch.Tensor):
        """Adds a bias to logits, then divides what is positive by a factor and multiplies the rest, then adds again."""
        run, outputs = self.spread(runs)
        tokens = runs[2].index_select(0, run)
        bias, factor, addend = f[0].index_select(0, run), f[1].index_select(0, run), f[2].index_select(0, run)
        own = logits[outputs, tokens].add_(bias)
        logits.index_put_([outputs, tokens], torch.where(own > 0, own / factor, own * factor).add_(addend))

    def ban(self, logits: torch.Tensor, at: int, bans: int, t: torch.Tensor):
        if bans > 0:
            pairs = t.narrow(0, at, 2 * bans).view(2, bans)
            minus = torch.full([bans], float("-inf"), device=t.device)
            logits.index_put_([pairs[0], pairs[1]], minus)

    @torch.jit.export
    def ledger(self) -> List[torch.Tensor]:
        """An empty list in which `sample` keeps logits of one model for another to compare with."""
        rows: List[torch.Tensor] = []
        return rows

    @torch.jit.export
    def sample(self, cache: List[torch.Tensor], slot: int, ints: List[int], floats: List[float], ledger: List[torch.Tensor]) -> List[float]:
        """One forward pass over a batch; the token drawn after each output position, then the divergence of each pair,
        then what `confidence` says of the measured outputs, column by column, then what `scored` says.

        ints: the header; tokens, cache places and positions of what is fed; slots B; unless every sequence is fed S
        tokens, the fed token of each of B*S places, then the place of each fed token; outputs R, among what is fed; of
        the sampled outputs their index among the outputs and two noise keys, each N; outputs and tokens of the bans;
        outputs to keep; of the pairs output, row in the ledger, measure and proposed token; of the allowed and then of
        the edited runs first output, length and token; outputs to score and the token proposed there; outputs to measure.
        floats: of the sampled outputs temperature, top_p, top_k and min_p, each N; bias, factor and addend of the edits.
        """
        t = torch.tensor(ints, device=self.final_norm.device)
        R = ints[self.OUTPUTS]
        if R == 0:
            self.finish(self.hidden(cache, slot, ints, t))
            none: List[float] = []
            return none
        logits = self.scores(cache, slot, ints, t)
        at = self.outputs(ints) + R
        N = ints[self.SAMPLED]
        bans = ints[self.BANS]
        keep = at + 3 * N + 2 * bans
        compare = keep + ints[self.KEPT]
        divergences = self.divergences(logits, compare, ints, t, ledger)
        if ints[self.KEPT] > 0:
            # The model's own logits: what a request forbids or favours is no part of a comparison.
            ledger.append(logits.index_select(0, t.narrow(0, keep, ints[self.KEPT])))
        L = ints[self.SCORED]
        allowed = compare + 4 * ints[self.PAIRS]
        edits = allowed + 3 * ints[self.ALLOWED]
        score = edits + 3 * ints[self.EDITS]
        own = logits
        if L > 0:
            own = logits.index_select(0, t.narrow(0, score, L))
        f = t
        if len(floats) > 0:
            f = torch.tensor(floats, device=t.device).to(torch.float32)
        if ints[self.ALLOWED] > 0:
            self.restrict(logits, t.narrow(0, allowed, 3 * ints[self.ALLOWED]).view(3, -1))
        if ints[self.EDITS] > 0:
            self.edit(logits, t.narrow(0, edits, 3 * ints[self.EDITS]).view(3, -1), f.narrow(0, 4 * N, 3 * ints[self.EDITS]).view(3, -1))
        self.ban(logits, at + 3 * N, bans, t)
        measured = ints[self.MEASURED] > 0
        narrow = ints[self.ALLOWED] + ints[self.EDITS] + bans > 0
        sure = logits
        if N < R:
            ids = logits.argmax(-1)
            if measured:
                sure = self.confidence(self.distribution(logits, narrow), logits, None, ids)
        else:
            ids = torch.empty([R], dtype=torch.int64, device=t.device)
            sure = torch.empty([R, 3], device=t.device)
        if N > 0:
            index = t.narrow(0, at, N)
            keys = t.narrow(0, at + N, 2 * N).to(torch.int32).view(2, N, 1)
            f = f.narrow(0, 0, 4 * N).view(4, N, 1)
            for start in range(0, N, self.SLAB):
                count = min(self.SLAB, N - start)
                some = index.narrow(0, start, count)
                slab = f.narrow(1, start, count)
                z = logits.index_select(0, some).div_(slab[0])
                whole = self.distribution(z, narrow) if measured else z
                z = self.truncated(z, ints, slab)
                race = self.log_race(keys[0].narrow(0, start, count), keys[1].narrow(0, start, count))
                best = z.sub_(race).argmax(-1)
                ids.index_copy_(0, some, best)
                if measured:
                    sure.index_copy_(0, some, self.confidence(whole, z, race, best))
        answer = [ids.to(torch.float64), divergences]
        if measured:
            told = sure.index_select(0, t.narrow(0, score + 2 * L, ints[self.MEASURED]))
            answer.append(told.t().reshape(-1).to(torch.float64))
        if L > 0:
            drawn = ids.index_select(0, t.narrow(0, score, L))
            answer.append(self.scored(own, drawn, t.narrow(0, score + L, L), ints[self.TOP]))
        result: List[float] = torch.cat(answer).tolist()
        return result

    def distribution(self, z: torch.Tensor, narrow: bool) -> torch.Tensor:
        """-> of the softmax of each row the logarithm of its divisor, then its entropy, [rows, 2]

        narrow: whether some of z may be minus infinity.
        """
        most = z.amax(-1, True)
        below = z - most
        if narrow:
            # What has no probability adds nothing; 0 times infinity is no number.
            below.clamp_min_(-90.0)
        p = below.exp()
        total = p.sum(-1, True)
        mass = total.log()
        return torch.cat([most + mass, mass - p.mul_(below).sum(-1, True).div_(total)], 1)

    def confidence(self, whole: torch.Tensor, raced: torch.Tensor, race: Optional[torch.Tensor], best: torch.Tensor) -> torch.Tensor:
        """-> of each row by how much the winner beat the runner-up, its log-probability, and the entropy, [rows, 3]

        whole: what `distribution` says. raced: what was compared. race: what was taken off before.
        """
        winner = best.unsqueeze(1)
        most = raced.gather(1, winner)
        margin = most - raced.scatter_(1, winner, float("-inf")).amax(-1, True)
        raced.scatter_(1, winner, most)
        own = most
        if race is not None:
            own = most + race.gather(1, winner)
        return torch.cat([margin, own - whole.narrow(1, 0, 1), whole.narrow(1, 1, 1)], 1)

    def scored(self, own: torch.Tensor, drawn: torch.Tensor, proposed: torch.Tensor, top: int) -> torch.Tensor:
        """-> of each row of the model's own logits the log-probability of the drawn and of the proposed token, then those
        of the `top` likeliest, then their ids, flattened in float64"""
        # Several threads would share out the sum of one row alone.
        mass = own.expand(2, own.size(1)).logsumexp(-1, True)[:1] if own.size(0) == 1 else own.logsumexp(-1, True)
        two = own.gather(1, torch.stack([drawn, proposed], 1)) - mass
        best, ids = own.topk(min(top, own.size(-1)), -1)
        return torch.cat([two.to(torch.float64), (best - mass).to(torch.float64), ids.to(torch.float64)], 1).reshape(-1)

    @torch.jit.export
    def attention_bits(self, spans: List[int]) -> int:
        """-> at how many of the spans, in ascending order, attention gives a query other bits than at the longest"""
        n = self.kv_heads * spans[-1] * self.head_dim
        wave = torch.arange(3 * n, dtype=torch.float32, device=self.final_norm.device).mul_(0.7548777).sin_()
        q, k, v = wave.view(3, 1, self.kv_heads, spans[-1], self.head_dim).to(self.final_norm.dtype).unbind(0)
        place = torch.arange(spans[-1], device=self.final_norm.device)
        different = 0
        for i in range(len(spans)):
            # The shortest sequence that this span would be taken for.
            end = spans[i - 1] + 1 if i > 0 else 1
            mask = torch.zeros([1, 1, self.QUERIES, spans[-1]], dtype=q.dtype, device=q.device).masked_fill_(place >= end, float("-inf"))
            query = q.narrow(2, 0, self.QUERIES)
            whole = self.attention(query, k, v, mask)
            found = self.attention(query, k.narrow(2, 0, spans[i]), v.narrow(2, 0, spans[i]), mask.narrow(3, 0, spans[i]))
            if not torch.equal(whole, found):
                different += 1
        return different

    @torch.jit.export
    def logits(self, cache: List[torch.Tensor], slot: int, ints: List[int]) -> List[float]:
        """One forward pass; the model's logits after each output position, [R, vocab] flattened."""
        t = torch.tensor(ints, device=self.final_norm.device)
        if ints[self.OUTPUTS] == 0:
            self.finish(self.hidden(cache, slot, ints, t))
            none: List[float] = []
            return none
        result: List[float] = self.scores(cache, slot, ints, t).reshape(-1).to(torch.float64).tolist()
        return result

    # ---- verification: how far a proposer's distribution is from the verifier's

    def divergences(self, logits: torch.Tensor, at: int, ints: List[int], t: torch.Tensor, ledger: List[torch.Tensor]) -> torch.Tensor:
        """-> one number for each pair, [M] in float64; distributions are unprocessed: temperature 1, nothing cut off"""
        M = ints[self.PAIRS]
        if M == 0:
            return torch.zeros([0], dtype=torch.float64, device=t.device)
        if len(ledger) > 1:
            merged = torch.cat(ledger)
            ledger.clear()
            ledger.append(merged)
        pairs = t.narrow(0, at, 4 * M).view(4, M)
        kinds = pairs[2]
        verifier = logits.index_select(0, pairs[0])
        proposer = ledger[0].index_select(0, pairs[1])
        measures = ints[self.MEASURES]
        found = torch.zeros([M], device=t.device)
        if measures & (1 << self.LOGIT) != 0:
            token = pairs[3].unsqueeze(1)
            gap = (verifier.gather(1, token) - proposer.gather(1, token)).abs().squeeze(1)
            found = torch.where(kinds == self.LOGIT, gap, found)
        if measures != 1 << self.LOGIT:
            log_p = torch.log_softmax(verifier, -1)
            log_q = torch.log_softmax(proposer, -1)
            p = log_p.exp()
            q = log_q.exp()
            if measures & (1 << self.JS) != 0:
                # Where both have vanished the middle must not: 0 times infinity is no number.
                middle = (p + q).mul_(0.5).clamp_min_(1e-38).log_()
                js = (p * (log_p - middle)).sum(-1).add_((q * (log_q - middle)).sum(-1)).mul_(0.5)
                found = torch.where(kinds == self.JS, js, found)
            if measures & (1 << self.TV) != 0:
                found = torch.where(kinds == self.TV, (p - q).abs_().sum(-1).mul_(0.5), found)
            if measures & (1 << self.KL) != 0:
                found = torch.where(kinds == self.KL, (q * (log_q - log_p)).sum(-1), found)
            if measures & (1 << self.KL_REVERSED) != 0:
                found = torch.where(kinds == self.KL_REVERSED, (p * (log_p - log_q)).sum(-1), found)
        return found.to(torch.float64)

    # ---- sampling: what is allowed, edits, bans; temperature; min-p, top-k and top-p; then the largest of logit plus
    # Gumbel noise

    def truncated(self, z: torch.Tensor, ints: List[int], f: torch.Tensor) -> torch.Tensor:
        """Sets what truncation forbids to minus infinity. Ties at a limit stay in."""
        if ints[self.MIN_P] != 0:
            z = z.masked_fill(z < z.amax(-1, True) + f[3].log(), float("-inf"))
        most = ints[self.MAX_TOP_K]
        if most > 0:
            k = f[2].to(torch.int64)
            best = z.topk(min(most, z.size(-1)), -1)[0]
            least = best.gather(1, (k - 1).clamp(0, best.size(-1) - 1))
            z = z.masked_fill((z < least).logical_and_(k > 0), float("-inf"))
        if ints[self.TOP_P] != 0:
            p = torch.softmax(z, -1)
            best = p.topk(min(self.NUCLEUS, p.size(-1)), -1)[0]
            mass = best.cumsum(-1)
            # An output without a nucleus may share the slab; it needs no sort.
            if bool((mass[:, -1:] < f[1]).logical_and_(f[1] < 1.0).any()):
                best = p.sort(-1, True)[0]
                mass = best.cumsum(-1)
            # The nucleus ends with the first token whose cumulative probability reaches top_p.
            last = (mass < f[1]).sum(-1, True).clamp_(max=best.size(-1) - 1)
            least = best.gather(1, last)
            z = z.masked_fill((p < least).logical_and_(f[1] < 1.0), float("-inf"))
        return z

    def log_race(self, key_1: torch.Tensor, key_2: torch.Tensor) -> torch.Tensor:
        """Logarithm of standard exponential noise [N, vocab]; its negative is standard Gumbel noise.

        A function of the two keys [N, 1] and the token id only: a keyed two-round multiply-xorshift mixer over
        32-bit counters, of whose last product the upper 23 bits make a uniform number inside (0, 1).
        """
        x = self.token_mix + key_1
        x.bitwise_xor_(x.bitwise_right_shift(16).bitwise_and_(65535))
        x.mul_(-2048144789)
        x.bitwise_xor_(key_2)
        x.bitwise_xor_(x.bitwise_right_shift(13).bitwise_and_(524287))
        x.mul_(-1028477387)
        uniform = x.bitwise_right_shift_(9).to(torch.float32).add_(4194304.5).mul_(1.1920928955078125e-07)
        return uniform.log_().neg_().log_()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Never called: DJL wants a module to have one."""
        return x
