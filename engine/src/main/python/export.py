# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Scripts decoder.py into the archive that Java loads, and writes both files' checksums beside it.

usage: python3 export.py   (any PyTorch from 1.13; the archive needs 2.7 to run)
"""
import hashlib
import pathlib
import zipfile

import torch

HERE = pathlib.Path(__file__).resolve().parent
RESOURCES = HERE.parent / "resources" / "io" / "pyramidion" / "engine" / "decoder"

# Operators that the running PyTorch may be too old to know. Scripting needs no more than their schemas.
SCHEMAS = {
    "aten::scaled_dot_product_attention": "(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, "
    "float dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
    "aten::rms_norm": "(Tensor input, int[] normalized_shape, Tensor? weight=None, float? eps=None) -> Tensor",
    "mkldnn::_reorder_linear_weight": "(Tensor self, int? batch_size=None) -> Tensor",
    "mkldnn::_is_mkldnn_bf16_supported": "() -> bool",
    "mkldnn::_linear_pointwise": "(Tensor X, Tensor W, Tensor? B, str attr, Scalar?[] scalars, str? algorithm) -> Tensor Y",
    "aten::_convert_weight_to_int4pack_for_cpu": "(Tensor self, int innerKTiles) -> Tensor",
    "aten::_weight_int4pack_mm_for_cpu": "(Tensor self, Tensor mat2, int qGroupSize, Tensor qScaleAndZeros) -> Tensor",
    "onednn::qlinear_prepack": "(Tensor weight, int[]? x_shape) -> Tensor",
    "onednn::qlinear_pointwise": "(Tensor qx, float x_scale, int x_zero_point, Tensor qw, Tensor w_scale, "
    "Tensor w_zero_point, Tensor? bias, float output_scale, int output_zero_point, ScalarType? output_dtype, "
    "str post_op_name, Scalar?[] post_op_args, str post_op_algorithm) -> Tensor",
}


def declare_unknown_operators():
    libraries = []
    for name, schema in SCHEMAS.items():
        if not torch._C._jit_get_schemas_for_operator(name):
            namespace, operator = name.split("::")
            library = torch._C._dispatch_library("FRAGMENT", namespace, "", __file__, 0)
            library.define(operator + schema)
            libraries.append(library)
    return libraries


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def drop_debug_records(archive):
    """They hold the exporting machine's paths, and would make the same source another archive on each machine."""
    with zipfile.ZipFile(archive) as whole:
        records = [(name, whole.read(name)) for name in whole.namelist() if not name.endswith(".debug_pkl")]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as kept:
        for name, data in records:
            kept.writestr(zipfile.ZipInfo(name), data)


def main():
    keep = declare_unknown_operators()
    import decoder

    archive = RESOURCES / "decoder.pt"
    torch.jit.script(decoder.Decoder()).save(str(archive))
    drop_debug_records(archive)
    source = HERE / "decoder.py"
    (RESOURCES / "decoder.sha256").write_text(f"{sha256(source)}  decoder.py\n{sha256(archive)}  decoder.pt\n")
    print(f"{archive.name}: {archive.stat().st_size} bytes, PyTorch {torch.__version__}")
    del keep


if __name__ == "__main__":
    main()
