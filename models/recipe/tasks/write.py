# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Writing: queries, copies and short letters."""
from .pools import COLOURS, FRUIT, STATUS

TABLES = {
    "orders": ("city", "status", "product", "customer"),
    "customers": ("city", "country", "plan"),
    "events": ("kind", "user", "day"),
    "payments": ("method", "currency", "status"),
    "tickets": ("priority", "owner", "status"),
    "shipments": ("carrier", "country", "status"),
}


def sql(p):
    table = p.any(list(TABLES))
    column, value = p.any(TABLES[table]), p.any(STATUS) if p.chance(0.5) else p.word()
    n, other = p.below(1, 50), p.any(TABLES[table])
    return p.any((
        (f"Write SQL: count the {table} for each {column}.", f"SELECT {column}, COUNT(*) FROM {table} GROUP BY {column};"),
        (f"Write SQL: list {n} {table} ordered by {column}.", f"SELECT * FROM {table} ORDER BY {column} LIMIT {n};"),
        (f"Write SQL: all {table} where {column} is {value}.", f"SELECT * FROM {table} WHERE {column} = '{value}';"),
        (f"Write SQL: the distinct {column} values of {table}.", f"SELECT DISTINCT {column} FROM {table};"),
        (f"Write SQL: the {other} of {table} where {column} is {value}.", f"SELECT {other} FROM {table} WHERE {column} = '{value}';"),
        (f"Write SQL: delete the {table} where {column} is {value}.", f"DELETE FROM {table} WHERE {column} = '{value}';"),
    ))


def copy(p):
    text = " ".join(p.any((p.word, p.word, p.code, p.name))() for _ in range(p.random.randint(2, 8)))
    return "Repeat the words: " + text, text


def capitals(p):
    text = " ".join(p.word_of(FRUIT + COLOURS) for _ in range(p.random.randint(2, 4)))
    return "Write in capitals: " + text, text.upper()


def email(p):
    name, product, order, status = p.name(), p.product(), p.below(1000, 9999), p.any(STATUS)
    return (
        f"Write a short reply to {name}: order {order} ({product}) is {status}.",
        f"Dear {name},\n\nThank you for your message. Your order {order} for the {product} is {status}. "
        "Please reply to this email if you have any other questions.\n\nKind regards,\nThe support team",
    )


def describe(p):
    """A sentence from a record: the way back from extraction."""
    name, city, product, order = p.name(), p.city(), p.product(), p.code()
    return (
        f"Write a sentence.\nname: {name}; city: {city}; product: {product}; order: {order}",
        f"{name} from {city} ordered a {product} with number {order}.",
    )


KINDS = dict(sql=sql, copy=copy, capitals=capitals, email=email, describe=describe)
