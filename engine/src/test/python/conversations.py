# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""What the parity tests write and say."""

TEXTS = [
    "Hello, world!",
    " leading and trailing blanks  ",
    "I'll say we've met; they'RE here, it'd DON'T matter.",
    "In 2026 it cost 1234567.89 or 0x1F, 50% off; ½ and Ⅷ and ٣٤.",
    "def f(x):\n    return x ** 2  # the square\n\n\tif not x:\r\n        pass\n",
    "Über naïve café Ærø, e\u0301 is not \u00e9 until it is composed.",
    "你好，世界。こんにちは 안녕하세요 Здравствуйте مرحبا עולם",
    "\U0001f642 and \U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f1e9\U0001f1f0 \ud7ff\ufffd",
    "tabs\t\tand   many     blanks\u00a0\u2003and\n\n\nlines\n",
    "<|im_start|>user\nplain<|im_end|> <|eot_id|><s>x</s> <think>why</think>",
    "don't_stop-me.now(a[0]);//ok… “quoted” — dash",
    "",
    "a",
    " ",
    "\n",
]

USER = {"role": "user", "content": "What is 2 + 2?"}
SYSTEM = {"role": "system", "content": "Be brief.\nBe kind. "}

CONVERSATIONS = [
    [USER],
    [SYSTEM, USER],
    [USER, {"role": "assistant", "content": "It is 4."}, {"role": "user", "content": "And 3 + 3?"}],
    [
        SYSTEM,
        {"role": "user", "content": "  Hi, {{ 7 * 7 }} {% if %} {# x #}\n"},
        {"role": "assistant", "content": "<think>\nA greeting.\n</think>\n\nHi \"you\"\\.\t"},
        {"role": "user", "content": "é \u00a0and 世界 \U0001f642? "},
        {"role": "assistant", "content": "\n\n6 <b>&amp;</b>"},
        {"role": "user", "content": "Thanks."},
    ],
    [USER, {"role": "assistant", "content": "<think>\n\nTwo twos.\n\n</think>\n\nIt is 4."}],
    [USER, {"role": "assistant", "content": "No thought."}],
    [USER, USER],
    [{"role": "assistant", "content": "I begin."}, USER],
    [USER, {"role": "assistant", "content": "4."}, SYSTEM, USER],
    [SYSTEM],
    [{"role": "user", "content": "<tool_response>\nlooks like a call's answer\n</tool_response>"}],
    [USER, {"role": "assistant", "content": "a"}, {"role": "user", "content": "<tool_response>b</tool_response>"}],
    [{"role": "user", "content": ""}],
]
