# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Conversion: one exact form into another."""
from .extract import line
from .pools import COLOURS, MONTHS, STATUS, WORDS

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = ",,twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety".split(",")


def in_words(n):
    """Below 1,000, in British English."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("" if n % 10 == 0 else "-" + ONES[n % 10])
    return ONES[n // 100] + " hundred" + ("" if n % 100 == 0 else " and " + in_words(n % 100))


def columns(p):
    """Three columns: (header, a function that makes a value)."""
    return p.any((
        (("name", p.name), ("city", p.city), ("amount", lambda: p.below(1, 999))),
        (("name", p.name), ("city", p.city), ("age", lambda: p.below(1, 99))),
        (("product", p.product), ("status", lambda: p.any(STATUS)), ("count", lambda: p.below(1, 99))),
        (("code", p.code), ("word", p.word), ("price", lambda: p.below(1, 9999))),
        (("id", lambda: p.below(100, 9999)), ("owner", p.name), ("state", lambda: p.any(STATUS))),
        (("city", p.city), ("product", p.word), ("colour", lambda: p.any(COLOURS))),
    ))


def rows(p):
    made = columns(p)
    keys = [k for k, _ in made]
    return keys, [[make() for _, make in made] for _ in range(p.random.randint(1, 4))]


def csv(keys, values):
    return "\n".join([",".join(keys)] + [",".join(map(str, row)) for row in values])


def json_lines(keys, values):
    return "\n".join(line(dict(zip(keys, row))) for row in values)


def csv_json(p):
    keys, values = rows(p)
    return "Convert the CSV to JSON lines.\n" + csv(keys, values), json_lines(keys, values)


def json_csv(p):
    keys, values = rows(p)
    return "Convert the JSON lines to CSV.\n" + json_lines(keys, values), csv(keys, values)


def table(p):
    keys, values = rows(p)
    lines = [keys, ["---"] * len(keys)] + values
    return "Make a markdown table.\n" + csv(keys, values), "\n".join("| " + " | ".join(map(str, row)) + " |" for row in lines)


def date(p):
    year, month, day = p.date()
    text = p.any((
        f"{MONTHS[month - 1]} {day}, {year}",
        f"{day} {MONTHS[month - 1]} {year}",
        f"{day:02d}/{month:02d}/{year}",
        f"{day:02d}.{month:02d}.{year}",
        f"{MONTHS[month - 1][:3]} {day}, {year}",
    ))
    return f"Write the date in ISO format: {text}", f"{year}-{month:02d}-{day:02d}"


def timestamp(p):
    year, month, day = p.date()
    hour, minute, second = p.below(0, 23), p.below(0, 59), p.below(0, 59)
    clock = f"{hour:02d}:{minute:02d}:{second:02d}"
    text = p.any((
        f"{day:02d}/{MONTHS[month - 1][:3]}/{year}:{clock}",
        f"{MONTHS[month - 1][:3]} {day:02d} {clock} {year}",
        f"{year}/{month:02d}/{day:02d} {clock}",
    ))
    return f"Write the timestamp in ISO format: {text}", f"{year}-{month:02d}-{day:02d}T{clock}Z"


def phone(p):
    country, area, number = p.any((1, 33, 44, 49, 61, 81)), p.digits(3), p.digits(7)
    text = p.any((
        f"+{country} ({area}) {number[:3]}-{number[3:]}",
        f"00{country} {area} {number[:3]} {number[3:]}",
        f"+{country}-{area}-{number[:3]}-{number[3:]}",
        f"+{country} {area}.{number[:3]}.{number[3:]}",
    ))
    return f"Normalise the phone number: {text}", f"+{country}{area}{number}"


def title(p):
    brand, product, code, colour = p.one(WORDS).capitalize(), p.product(), p.code(), p.any(COLOURS)
    text = p.any((
        f"{brand} {product} {code}, {colour.upper()} !!",
        f"** {brand} {product} - {colour} - {code} **",
        f"{code} {brand} {product} ({colour.capitalize()}) NEW",
    ))
    return f"Normalise the product title: {text}", f"{brand} {product} {code} {colour}"


def mask(p):
    name, email, number = p.name(), p.email(), p.digits(3) + "-" + p.digits(4)
    text = p.any((
        "{n} asked to be called on {t} about order {o}.",
        "Please send the invoice {o} to {e}, says {n}.",
        "The {x} for {n} is late. Reply to {e} or {t}.",
        "My {x} is broken, my number is {t}. {n}",
        "{n} ({e}) returned the {x} on Monday.",
    ))
    order, product = p.below(1000, 9999), p.product()
    shown = text.format(n=name, e=email, t=number, o=order, x=product)
    hidden = text.format(n="[NAME]", e="[EMAIL]", t="[PHONE]", o=order, x=product)
    return "Mask the personal data.\n" + shown, hidden


def units(p):
    n = p.below(1, 999)
    big, small, zeros = p.any((("km", "m", 3), ("kg", "g", 3), ("m", "cm", 2), ("cm", "mm", 1), ("l", "ml", 3), ("s", "ms", 3)))
    if p.chance(0.5):
        return f"Convert {n} {big} to {small}.", f"{n}{'0' * zeros} {small}"
    return f"Convert {n}{'0' * zeros} {small} to {big}.", f"{n} {big}"


def number_words(p):
    n = p.below(0, 999)
    return (f"Write {n} in words.", in_words(n)) if p.chance(0.5) else (f"Write as a number: {in_words(n)}", str(n))


def snake(p):
    words = [p.word_of(WORDS + COLOURS) for _ in range(p.random.randint(2, 4))]
    if p.chance(0.5):
        return "Write as a column name: " + " ".join(words), "_".join(words)
    return "Write as words: " + "_".join(words), " ".join(words)


KINDS = dict(
    csv_json=csv_json, json_csv=json_csv, table=table, date=date, timestamp=timestamp, phone=phone, title=title, mask=mask,
    units=units, number_words=number_words, snake=snake,
)
