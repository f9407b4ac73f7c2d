# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""The chat format of the family, in one place: how turns become text and where the model's own part begins."""
from tokenizers import Tokenizer

END_OF_TEXT, USER, ASSISTANT, END = "<|endoftext|>", "<|user|>", "<|assistant|>", "<|end|>"
SPECIAL = [END_OF_TEXT, USER, ASSISTANT, END]
# A system message is rendered as a turn of the user's: the vocabulary has no third role.
TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}<|assistant|>{% else %}<|user|>{% endif %}{{ m['content'] }}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def tokenizer(path):
    """The tokenizer of a file; refuses one whose special tokens are not the family's."""
    made = Tokenizer.from_file(str(path))
    for i, token in enumerate(SPECIAL):
        if made.token_to_id(token) != i:
            raise SystemExit(f"{path}: {token} must be token {i}, is {made.token_to_id(token)}")
    return made


def prompt(turns):
    """The text before the model's answer, as the chat template renders it; turns are (role, text)."""
    return "".join((ASSISTANT if role == "assistant" else USER) + text + END for role, text in turns) + ASSISTANT


def task(t):
    """(what is given, what is to be learned)"""
    return prompt(t.turns), t.answer + END


def story(question, text):
    """A story asked for, or plain text that is learned from its first token on."""
    return (END_OF_TEXT, text + END_OF_TEXT) if question is None else (prompt([("user", question)]), text + END)
