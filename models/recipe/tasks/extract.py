# Copyright 2026 the Pyramidion authors.
# Licensed under the Apache License, Version 2.0; see LICENSE.
"""Extraction: fields out of free text, log lines, links and contacts."""
import json

from .pools import PROBLEMS, STATUS


def line(record):
    return json.dumps(record, separators=(", ", ": "))


def ticket(p):
    name, city, product = p.name(), p.city(), p.product()
    problem, order = p.any(PROBLEMS), p.below(1000, 99999)
    text = p.any((
        f"{name} from {city} says the {product} is {problem}. Order {order}.",
        f"Order {order}: the {product} is {problem}. Reported by {name} in {city}.",
        f"My name is {name}, I live in {city}. The {product} I bought is {problem}. The order is {order}.",
        f"Hello, this is {name} ({city}). Order {order}, a {product}, is {problem}.",
        f"{city}, order {order}. Our {product} is {problem}, please help. Thanks, {name}",
    ))
    record = {"name": name, "city": city, "product": product, "problem": problem, "order": order}
    return "Extract the ticket as JSON.\n" + text, line(record)


def field(p):
    name, city, product, order = p.name(), p.city(), p.product(), p.code()
    text = p.any((
        f"{name} from {city} ordered a {product} with number {order}.",
        f"Order {order} is a {product} for {name} in {city}.",
        f"We sent the {product} ({order}) to {name}, who lives in {city}.",
    ))
    key, value = p.any((("name", name), ("city", city), ("product", product), ("order", order)))
    return f"Give only the {key}.\n{text}", value


def log(p):
    level, service, code = p.any(("INFO", "WARN", "ERROR", "DEBUG")), p.word(), p.any((200, 201, 204, 301, 400, 401, 403, 404, 409, 500, 502, 503))
    took, user = p.below(1, 999), p.name().lower()
    fields = [("level", level), ("service", service), ("status", code), ("ms", took), ("user", user)]
    keep = sorted(p.random.sample(range(5), p.random.randint(3, 5)))
    fields = [fields[i] for i in keep]
    text = " ".join(f"{k}={v}" for k, v in fields)
    return "Parse the log line to JSON.\n" + text, line(dict(fields))


def access(p):
    method, path = p.any(("GET", "POST", "PUT", "DELETE")), f"/{p.word()}/{p.below(1, 9999)}"
    address = ".".join(str(p.below(1, 254)) for _ in range(4))
    status = p.any((200, 201, 204, 301, 400, 404, 500, 503))
    text = f"{address} {method} {path} {status}"
    return "Parse the access log to JSON.\n" + text, line({"ip": address, "method": method, "path": path, "status": status})


def url(p):
    scheme, host = p.any(("https", "http")), f"{p.any(('www', 'api', 'shop', 'docs'))}.{p.word()}.{p.any(('com', 'org', 'net', 'io'))}"
    path = "/" + "/".join(p.word() for _ in range(p.random.randint(1, 2)))
    text = f"{scheme}://{host}{path}"
    record = {"scheme": scheme, "host": host, "path": path}
    if p.chance(0.5):
        record["query"] = f"{p.any(('id', 'page', 'q'))}={p.below(1, 999)}"
        text += "?" + record["query"]
    return "Split the URL into JSON.\n" + text, line(record)


def contact(p):
    name, email, phone = p.name(), p.email(), p.digits(3) + "-" + p.digits(4)
    text = p.any((
        f"Please write to {name} at {email} or call {phone}.",
        f"{name} can be reached under {phone} or by mail: {email}.",
        f"New customer {name}, phone {phone}, email {email}.",
    ))
    return "Extract the contact as JSON.\n" + text, line({"name": name, "email": email, "phone": phone})


def pairs(p):
    keys = p.random.sample(("size", "colour", "weight", "brand", "model", "state", "owner", "room", "shelf", "batch"), p.random.randint(2, 4))
    record = {k: p.any((p.word, p.code, p.name))() for k in keys}
    text = "; ".join(f"{k}: {v}" for k, v in record.items())
    return "Turn the attributes into JSON.\n" + text, line(record)


def invoice(p):
    number, name, amount = p.code(), p.name(), f"{p.below(1, 999)}.{p.random.randint(0, 99):02d}"
    currency, status = p.any(("EUR", "USD", "GBP", "CHF")), p.any(STATUS)
    text = p.any((
        f"Invoice {number} for {name} over {amount} {currency} is {status}.",
        f"{name} has invoice {number}: {currency} {amount}, {status}.",
    ))
    record = {"invoice": number, "customer": name, "amount": float(amount), "currency": currency, "status": status}
    return "Extract the invoice as JSON.\n" + text, line(record)


KINDS = dict(extract=ticket, field=field, log=log, access=access, url=url, contact=contact, pairs=pairs, invoice=invoice)
