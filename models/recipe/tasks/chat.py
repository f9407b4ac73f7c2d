# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Conversations: several turns, some after a short system prompt. A question is a list of (role, text) turns."""
from .extract import line
from .pools import NAMES


def follow_up(p):
    """A second question about the first one's facts."""
    names = p.several(NAMES, p.random.randint(2, 4))
    cities = [p.city() for _ in names]
    i, j = p.random.sample(range(len(names)), 2)
    facts = " ".join(f"{n} is in {c}." for n, c in zip(names, cities))
    turns = [("user", f"{facts} Where is {names[i]}?"), ("assistant", f"{names[i]} is in {cities[i]}."), ("user", f"And where is {names[j]}?")]
    return turns, f"{names[j]} is in {cities[j]}."


def again(p):
    """The same record in another form."""
    name, city, order = p.name(), p.city(), p.below(1000, 9999)
    record = line({"name": name, "city": city, "order": order})
    row = f"{name},{city},{order}"
    turns = [("user", f"Order {order} is for {name} in {city}. As JSON, please."), ("assistant", record), ("user", "And as CSV?")]
    return turns, row


def styled(p):
    """A system prompt that fixes the form of the answer."""
    name, city, order = p.name(), p.city(), p.below(1000, 9999)
    text = f"Order {order} is for {name} in {city}."
    system, answer = p.any((
        ("You answer in JSON.", line({"name": name, "city": city, "order": order})),
        ("You answer in CSV.", f"{name},{city},{order}"),
        ("You answer with the name only.", name),
        ("You answer with the order only.", str(order)),
        ("You answer with the city only.", city),
    ))
    return [("system", system), ("user", text)], answer


def support(p):
    """A support desk with a system prompt and two turns."""
    product, order, name = p.product(), p.below(1000, 9999), p.name()
    turns = [
        ("system", "You are the support desk of a shop. Be brief."),
        ("user", f"Hello, my {product} does not work."),
        ("assistant", f"I am sorry about the {product}. What is the order number?"),
        ("user", f"It is {order}. {name}"),
    ]
    return turns, f"Thank you, {name}. I have opened a return for the {product} of order {order}."


KINDS = dict(follow_up=follow_up, again=again, styled=styled, support=support)
