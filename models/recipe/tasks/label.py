# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Labels: one word for a record."""
from .pools import MONTHS

GOOD = "loved enjoyed liked adored recommend".split()
BAD = "hated disliked regret returned dreaded".split()
GOOD_WORDS = "great|excellent|lovely|perfect|wonderful|well made|worth every penny|a joy to use".split("|")
BAD_WORDS = "awful|terrible|useless|a waste of money|cheap and flimsy|disappointing|unbearable|horrible".split("|")
TEAMS = {
    "billing": ("was charged twice for the {x}", "needs an invoice for the {x}", "wants a refund for the {x}", "paid the wrong price for the {x}"),
    "shipping": ("is waiting for the {x} parcel", "has a new delivery address for the {x}", "asks where the {x} parcel is", "got the {x} parcel late"),
    "technical": ("cannot turn on the {x}", "has an error message on the {x}", "needs help to install the {x}", "says the {x} does not start"),
    "account": ("forgot the password", "wants to close the account", "cannot log in", "wants to change the email address"),
}
PRIORITY = {
    "high": ("The whole site is down.", "Nobody can pay.", "There is smoke from the {x}.", "All orders are lost.", "The {x} is on fire."),
    "medium": ("The {x} page is slow.", "The {x} is late.", "One of the reports has a wrong total.", "The {x} shows an old price."),
    "low": ("There is a typing error on the {x} page.", "Could the {x} icon be larger?", "Please add a photo of the {x}.", "The {x} colour looks a bit pale."),
}
LANGUAGES = {
    "English": MONTHS,
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
}


def sentiment(p):
    good, item = p.chance(0.5), p.product()
    if p.chance(0.4):
        text = f"{p.any(('The', 'This'))} {item} is {p.any(GOOD_WORDS if good else BAD_WORDS)}."
    else:
        verb = p.any(GOOD if good else BAD)
        text = p.any((
            f"I {verb} buying this {item}." if verb in ("recommend", "regret") else f"I {verb} this {item}.",
            f"My friends {verb} the {item} as well.",
            f"{p.name()} and I {verb} the {item} from the start.",
        ))
    return "Label the review as positive or negative.\n" + text, "positive" if good else "negative"


def route(p):
    team = p.any(list(TEAMS))
    text = p.any(TEAMS[team]).format(x=p.product())
    return f"Route the ticket to billing, shipping, technical or account.\n{p.name()} {text}.", team


def priority(p):
    level = p.any(list(PRIORITY))
    text = p.any(PRIORITY[level]).format(x=p.product())
    return f"Give the priority: high, medium or low.\n{text}", level


def language(p):
    name = p.any(list(LANGUAGES))
    year, month, day = p.date()
    return f"Which language is the date in? {day} {LANGUAGES[name][month - 1]} {year}", name


def check(p):
    """Yes or no on a record."""
    name, city, amount = p.name(), p.city(), p.below(1, 999)
    record = f"{name}, {city}, {amount}"
    if p.chance(0.5):
        asked = city if p.chance(0.5) else p.city()
        return f"Answer yes or no.\nRecord: {record}\nIs the city {asked}?", "yes" if asked == city else "no"
    asked = name if p.chance(0.5) else p.name()
    return f"Answer yes or no.\nRecord: {record}\nIs the name {asked}?", "yes" if asked == name else "no"


def valid(p):
    """Whether a field is filled."""
    keys = p.random.sample(("name", "city", "phone", "email", "order"), 3)
    missing = p.any(keys + [None])
    text = "; ".join(f"{k}: {'' if k == missing else p.word()}".rstrip() for k in keys)
    return "Which field is empty?\n" + text, missing or "none"


KINDS = dict(sentiment=sentiment, route=route, priority=priority, language=language, check=check, valid=valid)
