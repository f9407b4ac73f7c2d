# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Continuing prompts in batches, greedily or with Gumbel noise, and the logits of several models at the same places."""
import torch

END = (0, 3)


def gumbel(shape, generator):
    """Standard Gumbel noise: the largest of log p + noise is a sample of p."""
    return -torch.log(-torch.log(torch.rand(shape, generator=generator).clamp(1e-20, 1 - 1e-7)))


@torch.inference_mode()
def continue_all(model, prompts, lengths, temperature, seed, rows=64):
    """The model's continuation of each prompt, at most so many tokens, its end token left in when it came.

    Prompts of equal length share a batch, so nothing is padded and no mask can be wrong.
    """
    generator = torch.Generator().manual_seed(seed)
    on = next(model.parameters()).device
    answers = [None] * len(prompts)
    by_length = {}
    for i, prompt in enumerate(prompts):
        by_length.setdefault(len(prompt), []).append(i)
    for same in by_length.values():
        for i in range(0, len(same), rows):
            part = same[i : i + rows]
            made = _continue([prompts[j] for j in part], max(lengths[j] for j in part), model, temperature, generator, on)
            for j, answer in zip(part, made):
                answers[j] = answer[: lengths[j]]
    return answers


def _continue(prompts, length, model, temperature, generator, on):
    tokens, past, out = torch.tensor(prompts, device=on), None, [[] for _ in prompts]
    live = list(range(len(prompts)))
    for _ in range(length):
        step = model(tokens, past_key_values=past, use_cache=True, logits_to_keep=1)
        past, logits = step.past_key_values, step.logits[:, -1].float()
        if temperature:
            logits = logits / temperature + gumbel(logits.shape, generator).to(on)
        chosen = logits.argmax(-1)
        for r, token in zip(live, chosen.tolist()):
            out[r].append(token)
        going = [i for i, token in enumerate(chosen.tolist()) if token not in END]
        if not going:
            break
        if len(going) < len(live):
            past.batch_select_indices(torch.tensor(going, device=on))
            chosen, live = chosen[going], [live[i] for i in going]
        tokens = chosen[:, None]
    return out


@torch.inference_mode()
def logits_at(model, prompt, answer):
    """The logits that the model gives before each token of the answer, [answer, vocabulary]."""
    on = next(model.parameters()).device
    ids = torch.tensor([prompt + answer], device=on)
    return model(ids, use_cache=False).logits[0, len(prompt) - 1 : -1].float().cpu()
