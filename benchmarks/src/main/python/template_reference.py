# Copyright 2026 the Pyramidion authors.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     https://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.
"""What jinja2, set up as transformers sets it up, makes of templates and expressions.

python3 template_reference.py templates DIRECTORY OUT.json      every *.jinja below DIRECTORY, with 48 conversations
python3 template_reference.py expressions COUNT SEED OUT.json   COUNT expressions made at random
python3 template_reference.py statements COUNT SEED OUT.json    COUNT templates of nested blocks and scopes made at random
python3 template_reference.py shapes DIRECTORY OUT.json         as templates, with the 12 conversations of our own tests

`bin/pyramidion bench templates --reference OUT.json` compares. Needs jinja2 (made with 3.1.6) and nothing else.
"""

import copy
import datetime
import itertools
import json
import pathlib
import random
import sys
import warnings

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

warnings.simplefilter("ignore")

NOW = datetime.datetime(2026, 3, 5, 14, 7, 9)
TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}


class Generation(jinja2.ext.Extension):
    """The mark for training that transformers adds: a block that writes what is in it."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_write"), [], [], body).set_lineno(line)

    @jinja2.pass_eval_context
    def _write(self, context, caller):
        return caller()


class Raised(jinja2.exceptions.TemplateError):
    """What raise_exception throws."""


def raise_exception(message):
    raise Raised(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment():
    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
    )
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


ENVIRONMENT = environment()


def compiled(text):
    """A template, or the error that it cannot be read with."""
    try:
        return ENVIRONMENT.from_string(text)
    except Exception as e:  # any error of Python's is a result here
        return e


def render(template, variables):
    if isinstance(template, Exception):
        return {"error": f"{type(template).__name__}: {template}"}
    try:
        text = template.render(**copy.deepcopy(variables))  # the filter indent changes a list
    except Raised as e:
        return {"raised": str(e)}
    except Exception as e:  # any error of Python's is a result here
        return {"error": f"{type(e).__name__}: {e}"}
    if " object at 0x" in text or " at 0x" in text:
        return {"address": True}
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return {"error": "lone surrogates"}
    return {"expected": text}


WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a place, now & later <soon>.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "The city's name"},
                "days": {"type": "integer", "description": "How many", "default": 1},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "tags": {"type": "array", "items": {"type": "string"}},
                "place": {"type": "object", "properties": {"lat": {"type": "number"}}, "required": ["lat"]},
                "either": {"type": ["string", "null"], "nullable": True},
            },
            "required": ["city"],
        },
        "return": {"type": "string", "description": "A sentence"},
    },
}
PLAIN_TOOL = {"type": "function", "function": {"name": "now", "description": "The time", "parameters": {"type": "object", "properties": {}}}}
BARE_TOOL = {"name": "add", "description": "Adds two numbers", "parameters": {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "required": ["a", "b"]}}
DOCUMENTS = [
    {"title": "On Cats", "text": "Cats purr.", "contents": "Cats purr."},
    {"title": "Öl & Wasser", "text": "Don't mix.\n\n\"Never\"", "contents": "Don't mix.", "doc_id": 2},
]


def user(text, **more):
    return {"role": "user", "content": text, **more}


def assistant(text, **more):
    return {"role": "assistant", "content": text, **more}


def system(text):
    return {"role": "system", "content": text}


def call(name, arguments, **more):
    return {"type": "function", "function": {"name": name, "arguments": arguments}, **more}


def tool(text, **more):
    return {"role": "tool", "content": text, **more}


def conversations():
    """Names and variables beside the special tokens."""
    two = [user("Hello, how are you?"), assistant("Fine, thanks."), user("What is 2 + 2?")]
    many = [system("Be brief.")] + two * 1 + [assistant("4"), user("And 3 + 3?"), assistant("6"), user("Bye")]
    odd = ["false", "0", "None", "", " ", "\n", "5", "true", "null", "{{ 7 * 7 }}", "{% if x %}", "it's \"so\" \\n & <b>", "é 世界 🙂 ß", "\tx\r\ny  ", "<think>a</think> b", "</s><s>[INST]"]
    parts = [{"type": "text", "text": "Look: "}, {"type": "image"}, {"type": "text", "text": "what?"}]
    calls = [
        user("Weather in Rome?"),
        assistant(None, tool_calls=[call("get_weather", {"city": "Rome", "days": 2, "deep": {"x": [1, 2.5, None, True]}}, id="abcdef123")]),
        tool("{\"t\": 21}", name="get_weather", tool_call_id="abcdef123"),
        assistant("21 degrees."),
        user("Thanks"),
    ]
    texts = [
        user("Add 1 and 2"),
        assistant("", tool_calls=[call("add", '{"a": 1, "b": 2}', id="123456789"), call("now", "{}", id="987654321")]),
        tool("3", name="add", tool_call_id="123456789"),
        tool("14:07", name="now", tool_call_id="987654321"),
    ]
    thinking = [
        user("Why?"),
        assistant("<think>\nLet me see.\n</think>\n\nBecause.", reasoning_content="I reason.", thinking="I think."),
        user("Sure?"),
        assistant("Yes.", reasoning_content="More."),
    ]
    yield "user", {"messages": [user("Hi")], "add_generation_prompt": True}
    yield "user-no-prompt", {"messages": [user("Hi")], "add_generation_prompt": False}
    yield "user-prompt-absent", {"messages": [user("Hi")]}
    yield "system-user", {"messages": [system("Be kind."), user("Hi")], "add_generation_prompt": True}
    yield "system-only", {"messages": [system("Be kind.")], "add_generation_prompt": True}
    yield "two-turns", {"messages": two, "add_generation_prompt": True}
    yield "two-turns-no-prompt", {"messages": two[:2], "add_generation_prompt": False}
    yield "many", {"messages": many, "add_generation_prompt": True}
    yield "many-no-prompt", {"messages": many[:-1], "add_generation_prompt": False}
    yield "assistant-first", {"messages": [assistant("I begin."), user("Go on")], "add_generation_prompt": True}
    yield "two-users", {"messages": [user("a"), user("b")], "add_generation_prompt": True}
    yield "system-late", {"messages": [user("a"), system("s"), user("b")], "add_generation_prompt": True}
    yield "developer", {"messages": [{"role": "developer", "content": "d"}, user("b")], "add_generation_prompt": True}
    yield "other-role", {"messages": [{"role": "critic", "content": "d"}, user("b")], "add_generation_prompt": True}
    yield "empty", {"messages": [], "add_generation_prompt": True}
    for i, text in enumerate(odd):
        yield f"odd-{i}", {"messages": [system(text), user(text), assistant(text), user(text + "!")], "add_generation_prompt": i % 2 == 0}
    yield "blanks", {"messages": [system("  s \n"), user(" \n u "), assistant("\na  "), user("\n")], "add_generation_prompt": True}
    yield "parts", {"messages": [user(parts)], "add_generation_prompt": True}
    yield "parts-system", {"messages": [{"role": "system", "content": parts[:1]}, user(parts), assistant([parts[0]]), user([parts[2]])], "add_generation_prompt": True}
    yield "no-content", {"messages": [user("x"), {"role": "assistant"}, user("y")], "add_generation_prompt": True}
    yield "none-content", {"messages": [user("x"), assistant(None), user("y")], "add_generation_prompt": True}
    yield "number-content", {"messages": [user(5), assistant(1.5), user(True)], "add_generation_prompt": True}
    yield "tools", {"messages": [system("s"), user("Weather?")], "tools": [WEATHER, PLAIN_TOOL], "add_generation_prompt": True}
    yield "tools-bare", {"messages": [user("Add")], "tools": [BARE_TOOL], "add_generation_prompt": True}
    yield "tools-none-given", {"messages": two, "tools": [], "add_generation_prompt": True}
    yield "tool-calls", {"messages": calls, "tools": [WEATHER], "add_generation_prompt": True}
    yield "tool-calls-asked", {"messages": calls[:3], "tools": [WEATHER, PLAIN_TOOL], "add_generation_prompt": True}
    yield "tool-calls-no-tools", {"messages": calls, "add_generation_prompt": False}
    yield "tool-calls-text", {"messages": texts, "tools": [BARE_TOOL, PLAIN_TOOL], "add_generation_prompt": True}
    yield "tool-calls-flat", {"messages": [user("x"), {"role": "assistant", "tool_calls": [{"name": "add", "arguments": {"a": 1}}]}, tool("1")], "tools": [PLAIN_TOOL], "add_generation_prompt": True}
    yield "documents", {"messages": [user("What do cats do?")], "documents": DOCUMENTS, "add_generation_prompt": True}
    yield "documents-tools", {"messages": calls, "documents": DOCUMENTS, "tools": [WEATHER], "add_generation_prompt": True, "citation_mode": "fast"}
    yield "thinking", {"messages": thinking, "add_generation_prompt": False}
    yield "thinking-on", {"messages": thinking[:3], "add_generation_prompt": True, "enable_thinking": True, "thinking": True, "reasoning_effort": "high"}
    yield "thinking-off", {"messages": thinking[:3], "add_generation_prompt": True, "enable_thinking": False, "thinking": False, "reasoning_effort": "low"}
    yield "arguments", {"messages": two, "add_generation_prompt": True, "date_string": "1 Jan 2025", "tools_in_user_message": False, "builtin_tools": ["brave_search", "code_interpreter"], "custom_tools": [WEATHER], "xml_tools": ["a"], "python_tools": ["b"], "available_tools": [WEATHER], "controls": {"length": "long"}, "model_identity": "I am X.", "keep_cot": True, "preserve_thinking": True, "chat_template_kwargs": {}}


def contexts():
    return {name: {**TOKENS, "tools": None, "documents": None, **variables} for name, variables in conversations()}


OWN = ["user", "system-user", "many", "odd-0", "odd-12", "blanks", "assistant-first", "tool-calls", "documents", "thinking", "parts", "user-prompt-absent"]


def templates(directory, cases):
    found = []
    for path in sorted(pathlib.Path(directory).rglob("*.jinja")):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        template = compiled(text)
        where = path.relative_to(directory)
        found.append(
            {
                "source": where.parts[0] if len(where.parts) > 1 else ".",
                "group": str(where.parent),
                "name": str(where),
                "template": text,
                "results": {name: render(template, variables) for name, variables in cases.items()},
            }
        )
    return found


VALUES = {
    "n": None, "t": True, "f": False, "zero": 0, "one": 1, "neg": -7, "big": 9007199254740993, "half": 0.5, "pi": 3.14159, "tiny": 1e-7, "huge": 1e22, "nine": 9.0,
    "e": "", "s": "Hello World", "false": "x", "w": "  two  words \n", "u": "Straße ÄÖ 🙂 é", "num": "42", "flt": " 3.50 ", "neg_s": "-8", "csv": "a,b,,c", "lines": "one\ntwo\r\n\nthree", "html": "<a href='x'>&\"</a>", "pct": "%s is %d", "fmt": "{} and {0}", "mixed": "aBc dEf-gHi", "quote": "it's", "tab": "a\tb",
    "l": [3, 1, 2], "ls": ["b", "A", "c", "a"], "lm": [1, "1", None, 2.0, True], "le": [], "ll": [[1, 2], [3, 4]], "ld": [{"k": "x", "v": 2, "d": {"i": 1}}, {"k": "y", "v": 1, "d": {"i": 2}}, {"k": "X", "v": 1}],
    "d": {"a": 1, "b": "two", "c": None, "items": "shadow", "keys": 5}, "de": {}, "dn": {"x": {"y": {"z": [1, 2, 3]}}, "1": "one"}, "dm": {"b": 1, "A": 2, "a": 3},
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "false"}, {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "f", "arguments": {"q": 1}}}]}, {"role": "user", "content": "Bye 🙂"}],
}


class Maker:
    """Makes expressions at random, most of them of kinds that fit."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def atom(self):
        r = self.random.random()
        if r < 0.55:
            return self.pick(*VALUES)
        if r < 0.6:
            return self.pick("nope", "d.nope", "messages[9]", "nope2")
        if r < 0.7:
            return self.pick("0", "1", "2", "-1", "-3", "7", "10", "0.5", "2.0", "1e3", "1_000", "0x1f", "3")
        if r < 0.85:
            return self.pick("'a'", "''", "'B'", "' x '", "','", "'ab'", "'é🙂'", "'5'", "'l'", "'o W'", "\"it's\"", "'\\n'", "'%d'", "'\\\\d\\x41'", "'x' 'y'")
        if r < 0.92:
            return self.pick("[]", "[1, 2]", "['a', 'b', 'a']", "(1, 2)", "()", "(3,)", "{}", "{'k': 1, 2: 'two'}", "[none, true, 1.5]", "range(4)", "range(5, 0, -2)", "[[1], [2]]", "{'a': {'b': [0]}}")
        return self.pick("true", "false", "none", "True", "None")

    def text(self, depth):
        if depth <= 0 or self.random.random() < 0.4:
            return self.pick("s", "e", "w", "u", "num", "flt", "csv", "lines", "mixed", "quote", "tab", "html", "'abcABC'", "messages[1].content", "messages[-1]['content']", "'x'", "d.b", "neg_s", "pct")
        return f"({self.expression(depth - 1, 'text')})"

    def number(self, depth):
        if depth <= 0 or self.random.random() < 0.5:
            return self.pick("0", "1", "2", "3", "-1", "-2", "neg", "one", "half", "pi", "nine", "t", "7", "10", "-7", "2.5", "l[0]", "big", "tiny", "huge", "0.1", "1e16", "123456789.125")
        return f"({self.expression(depth - 1, 'number')})"

    def sequence(self, depth):
        if depth <= 0 or self.random.random() < 0.5:
            return self.pick("l", "ls", "lm", "le", "ll", "ld", "messages", "[1, 2, 3, 4, 5]", "['b', 'a', 'C']", "(1, 2)", "range(6)", "csv.split(',')", "d", "dm", "s", "nope", "[2, 1.5, -3]", "d.items()", "dm.keys()", "dm.values()", "u", "[true, false, 1]")
        return f"({self.expression(depth - 1, 'sequence')})"

    def any(self, depth):
        if depth <= 0:
            return self.atom()
        return self.pick(self.atom, lambda: self.text(depth), lambda: self.number(depth), lambda: self.sequence(depth), lambda: f"({self.expression(depth - 1)})")()

    def integer(self):
        return self.pick("0", "1", "2", "3", "-1", "-2", "5", "-9", "100", "none", "one", "true")

    def expression(self, depth=2, kind=None):
        kind = kind or self.pick("text", "number", "sequence", "logic", "compare", "test", "item", "filter", "method", "mixed", "format", "json")
        return getattr(self, "make_" + kind)(depth)

    def make_text(self, depth):
        x = self.text(depth)
        y = self.text(depth - 1)
        return self.pick(
            f"{x} + {y}", f"{x} ~ {self.any(depth - 1)}", f"{x} * {self.pick('0', '2', '3', '-1')}", f"{x}[{self.integer()}:{self.integer()}]", f"{x}[::{self.pick('1', '2', '-1', '-2')}]", f"{x}[{self.integer()}]",
            f"{x}|{self.pick('upper', 'lower', 'title', 'capitalize', 'trim', 'length', 'reverse', 'first', 'last', 'list', 'string', 'e', 'escape', 'safe', 'count', 'forceescape')}",
            f"{x}|trim({self.pick(chr(39) + 'a' + chr(39), chr(39) + ' HW' + chr(39), 'none', 'chars=' + chr(39) + 'd' + chr(39))})",
            f"{x}|replace({self.pick('s[0]', repr('l'), repr('a'), repr(''), '4', repr('o'))}, {self.pick(repr('-'), repr(''), '1', repr('LL'))}{self.pick('', ', 1', ', 0', ', 2')})",
            f"{x}|indent({self.pick('', '2', '2, true', '1, blank=true', 'first=true', repr('> '), '0')})", f"{x}|center({self.pick('', '9', '20', '3')})", f"{x}|truncate({self.pick('5', '8, true', '8, false, ' + repr('~'), '9, leeway=0', '3', '200')})",
            f"{x}.{self.method()}",
        )

    def method(self):
        q = lambda *s: repr(self.pick(*s))
        return self.pick(
            "upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "lstrip()", "rstrip()", f"strip({q('a', ' d', 'xyz', 'H')})", f"lstrip({q('a', ' H', '-')})", f"rstrip({q('d', 'c ', '0')})", "split()", f"split({q(',', ' ', 'o', 'll', '-')})", f"split({q(',', ' ', 'o')}, {self.pick('0', '1', '2', '-1')})", f"rsplit({q(',', ' ', 'o')}, 1)", "rsplit()", "rsplit(none, 1)", f"split(none, {self.pick('0', '1', '5')})", f"split(sep={q(',')}, maxsplit=1)", "splitlines()", "splitlines(true)", f"partition({q(',', 'o', 'zz')})", f"rpartition({q(',', 'o', 'zz')})",
            f"startswith({q('H', 'a', '', 'Hello')})", f"endswith({q('d', '', 'World', 'c')})", "startswith(('a', 'H'))", "endswith(('x', 'd'), 2)", f"startswith({q('e', 'l')}, {self.integer()})", f"find({q('o', 'l', 'zz', '', '🙂')})", f"find({q('o', 'l')}, {self.integer()}, {self.integer()})", f"rfind({q('o', 'l', '')})", f"index({q('o', 'a')})", f"rindex({q('o', 'a')})", f"count({q('l', 'o', '', 'aa', ',')})", f"count({q('l', '')}, {self.integer()})", f"replace({q('l', 'o', 'a')}, {q('', 'X')})", f"replace({q('l', 'o', '')}, {q('-')}, {self.pick('0', '1', '2', '-1')})", f"removeprefix({q('He', 'a', '')})", f"removesuffix({q('ld', 'c', '')})", f"join({self.pick('ls', 'csv', 'le', '[1]', 'dm', '[s, e]')})", "isdigit()", "isalpha()", "isalnum()", "isspace()", "islower()", "isupper()", "istitle()", "isascii()", "isdecimal()", "zfill(8)", "ljust(14)", f"rjust(14, {q('.', '*')})", "center(15)", "center(8, '-')", "expandtabs(4)", "expandtabs()", "format(1, 'b')", "nope()", "nope", "__class__", "encode()",
        )

    def make_method(self, depth):
        return self.pick(
            f"{self.text(depth)}.{self.method()}",
            f"{self.text(depth)}.{self.method()}.{self.method()}",
            f"{self.pick('d', 'dm', 'dn', 'de', 'messages[0]')}.{self.pick('get(' + repr('a') + ')', 'get(' + repr('zz') + ')', 'get(' + repr('zz') + ', 5)', 'items()', 'keys()', 'values()', 'copy()', 'items', 'keys', 'a', 'zz', 'pop(' + repr('a') + ')', 'update({})', 'items()|list', 'keys()|list|sort', 'values()|list')}",
            f"{self.pick('l', 'ls', 'lm', 'll', '(1, 2)', 'range(4)')}.{self.pick('index(1)', 'index(99)', 'count(1)', 'count(' + repr('a') + ')', 'append(1)', 'copy()', 'sort()', 'pop()', 'nope', '0', '1')}",
        )

    def make_number(self, depth):
        x = self.number(depth)
        y = self.number(depth - 1)
        return self.pick(
            f"{x} {self.pick('+', '-', '*', '/', '//', '%', '+', '-', '*', '%', '//')} {y}", f"{x} ** {self.pick('0', '1', '2', '3', '-1', '-2')}", f"-{x}", f"+{x}", f"{x}|abs", f"{x}|round", f"{x}|round({self.pick('1', '2', '0', '-1', '1, ' + repr('floor'), '2, ' + repr('ceil'), '0, ' + repr('floor'))})", f"{x}|int", f"{x}|float", f"{self.any(depth - 1)}|int", f"{self.any(depth - 1)}|float", f"{self.text(0)}|int({self.pick('7', 'default=3', '0, 16', '0, 2', 'none')})", f"{self.text(0)}|float({self.pick('1.5', 'none')})", f"{self.sequence(depth - 1)}|length", f"{self.sequence(depth - 1)}|sum", f"{self.pick('ld', 'messages')}|sum(attribute={self.pick(repr('v'), repr('d.i'))})", f"{x}|string", f"{x} ~ ''", f"[{x}]", f"{x} + {self.any(depth - 1)}", f"{self.any(depth - 1)} % {y}",
        )

    def make_sequence(self, depth):
        x = self.sequence(depth)
        attribute = self.pick("'k'", "'v'", "'role'", "'d.i'", "'content'", "0", "'nope'")
        return self.pick(
            f"{x} + {self.sequence(depth - 1)}", f"{x} * 2", f"{x}[{self.integer()}:{self.integer()}]", f"{x}[::{self.pick('2', '-1', '-2', '0')}]", f"{x}[{self.integer()}]", f"{x}|list", f"{x}|first", f"{x}|last", f"{x}|reverse|list", f"{x}|reverse", f"{x}|sort", f"{x}|sort(reverse=true)", f"{x}|sort(case_sensitive=true)", f"{x}|sort(attribute={attribute})", f"{x}|unique|list", f"{x}|unique(true)|list", f"{x}|join", f"{x}|join(', ')", f"{x}|join('-', attribute={attribute})", f"{x}|min", f"{x}|max", f"{x}|max(attribute={attribute})", f"{x}|map('{self.pick('upper', 'string', 'length', 'int', 'first', 'tojson', 'nope')}')|list", f"{x}|map(attribute={attribute})|list", f"{x}|map(attribute={attribute}, default='?')|join('/')", f"{x}|select|list", f"{x}|reject|list", f"{x}|select('{self.pick('string', 'number', 'defined', 'odd', 'none', 'mapping', 'true')}')|list", f"{x}|reject('{self.pick('string', 'number', 'none')}')|list", f"{x}|select('{self.pick('eq', 'gt', '<', 'ne', 'in')}', {self.pick('1', repr('a'), 'l')})|list", f"{x}|selectattr({attribute})|list", f"{x}|selectattr({attribute}, '{self.pick('equalto', '==', 'ne', 'defined', 'string')}'{self.pick(', 1', ', ' + repr('user'), '')})|list", f"{x}|rejectattr({attribute}, 'equalto', {self.pick('1', repr('user'))})|list", f"{x}|batch({self.pick('2', '3', '2, ' + repr('-'))})|list", f"{x}|slice({self.pick('2', '3', '2, 0')})|list", f"{x}|groupby({attribute})|list", f"{x}|dictsort", f"{x}|dictsort(by='value')", f"{x}|items|list", f"dict({self.pick('a=1', 'd', 'd, z=1', '[[1, 2]]', 'l')})", f"range({self.integer()}, {self.integer()})|list", f"range({self.integer()})", f"{x}|map('upper')", f"{x}|tojson", f"{x}|string", f"({x}, {x})", f"[{x}, {self.atom()}]", f"{{'a': {x}, 'b': {self.atom()}}}",
        )

    def make_logic(self, depth):
        x, y, z = self.any(depth), self.any(depth - 1), self.any(depth - 1)
        return self.pick(f"{x} and {y}", f"{x} or {y}", f"not {x}", f"{x} and {y} or {z}", f"{y} if {x} else {z}", f"{y} if {x}", f"not {x} and {y}", f"({x} or {y}) ~ {z}", f"{x}|default({y})", f"{x}|default({y}, true)", f"{x}|d({y}, boolean={self.pick('true', 'false', 'n', 'e')})", f"(not not {x})|string")

    def make_compare(self, depth):
        x, y, z = self.any(depth), self.any(depth - 1), self.any(depth - 1)
        o = lambda: self.pick("==", "!=", "<", "<=", ">", ">=", "in", "not in")
        return self.pick(f"{x} {o()} {y}", f"{self.number(1)} {o()} {self.number(1)}", f"{self.text(1)} {o()} {self.text(1)}", f"{self.number(0)} < {self.number(0)} <= {self.number(0)}", f"{x} {o()} {y} {o()} {z}", f"{self.atom()} in {self.sequence(depth)}", f"{x} == {x}", f"{self.text(0)} in {self.text(1)}", f"not {self.atom()} in {self.sequence(0)}", f"{self.number(1)} == {self.number(1)}|string")

    def make_test(self, depth):
        x = self.any(depth)
        name = self.pick("defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "true", "false", "mapping", "sequence", "iterable", "callable", "odd", "even", "lower", "upper", "escaped", "divisibleby 3", "divisibleby(2)", "eq 1", "eq('a')", "ne 1", "equalto 'x'", "gt 1", "lt 2", "ge 1", "le 1", "in [1, 2]", "in l", "sameas none", "sameas true", "sameas false", "greaterthan 0", "lessthan 5", "filter", "test")
        return self.pick(f"{x} is {name}", f"{x} is not {name}", f"not {x} is {name}", f"{x} is {name} and {self.atom()}", f"'{self.pick('upper', 'nope', 'tojson')}' is filter", f"'{self.pick('odd', 'nope')}' is test", f"{x}.{self.pick('a', 'role', 'nope')} is {name}")

    def make_item(self, depth):
        return self.pick(
            f"{self.any(depth)}[{self.pick('0', '1', '-1', '99', repr('a'), repr('k'), 'one', 't', 'none', repr('items'), '0.5', repr('nope'), 'nope')}]", f"{self.any(depth)}.{self.pick('a', 'b', 'k', 'items', 'role', 'content', 'nope', '0', 'x', 'keys', '__len__', 'append', 'format', 'real')}", f"{self.any(depth)}|attr({self.pick(repr('a'), repr('nope'), repr('upper'))})", "dn.x.y.z[1]", "dn['x']['y'].z[-1]", "messages[2].tool_calls[0].function.name", "messages[0].nope.deeper", "messages[0]['nope']|default('dflt')", "dn['1']", "dn.1", "d.items", "d['items']", "d.keys", "(d.items())|first", f"ll[{self.integer()}][{self.integer()}]",
        )

    def make_filter(self, depth):
        return f"{self.any(depth)}|{self.pick('upper', 'lower', 'title', 'capitalize', 'trim', 'length', 'first', 'last', 'list', 'string', 'int', 'float', 'abs', 'round', 'sum', 'min', 'max', 'sort', 'reverse', 'unique|list', 'join', 'tojson', 'items|list', 'dictsort', 'default', 'escape', 'safe', 'indent', 'count', 'replace(1, 2)', 'center(10)', 'random', 'pprint', 'wordcount', 'urlencode', 'nope', 'batch(2)|list', 'map', 'select|list', 'format', 'string|length', 'tojson|length', 'safe|upper', 'e + ' + repr('<'))}"

    def make_json(self, depth):
        return f"{self.any(depth)}|tojson{self.pick('', '', '(indent=2)', '(indent=4)', '(ensure_ascii=true)', '(sort_keys=true)', '(separators=(' + repr(',') + ', ' + repr(':') + '))', '(indent=0)', '(true)', '(false, 2)', '(indent=' + repr('--') + ')', '(indent=none)')}"

    def make_format(self, depth):
        spec = self.pick("%s", "%d", "%r", "%5d", "%-5s|", "%05.1f", "%.2f", "%x", "%X", "%o", "%e", "%+d", "%%", "%s %s", "%(a)s", "%.3s", "%i", "%10.3f|", "%c", "%5", "no", "% d", "%05d", "%.0f", "%E")
        argument = self.pick(lambda: self.any(depth - 1), lambda: self.number(1), lambda: self.text(1), lambda: f"({self.atom()}, {self.atom()})", lambda: "d")()
        braces = self.pick("{}", "{0} {0}", "{} {}", "{a}", "{:5}|", "{:>6}|", "{:.2f}", "{!r}", "{{}}", "{:05d}", "{:^7}|", "{0.a}", "{", "{:,}", "{:*<6}")
        return self.pick(f"{spec!r} % {argument}", f"{spec!r}|format({argument})", f"{spec!r} % ({argument},)", f"{braces!r}.format({argument})", f"{braces!r}.format({argument}, {self.atom()}, a={self.atom()})")

    def make_mixed(self, depth):
        x, y = self.any(depth), self.any(depth)
        return self.pick(f"{x} {self.pick('+', '-', '*', '/', '//', '%', '~', '**')} {y}", f"{x} ~ {y}", f"[{x}] + [{y}]", f"({x})|string ~ ({y})", f"{{{self.atom()}: {x}}}", f"{x}", f"{x} if {y} is defined else {self.atom()}", f"-{x}|abs", f"namespace(a={x}).a", f"joiner({self.text(0)})()", f"cycler({x}, {y}).next()", "strftime_now('%Y-%m-%d %-d %b %B %e')", "strftime_now('%H:%M:%S %-I %p %j %-m/%-d/%y %A %a')")


def expressions(count, seed):
    """Each is printed as it is, in a list as Python writes it, and with what it is."""
    maker = Maker(seed)
    kinds = ["text", "number", "sequence", "logic", "compare", "test", "item", "filter", "method", "mixed", "format", "json"]
    found, seen = [], set()
    for kind in itertools.cycle(kinds):
        if len(found) >= count:
            return found
        expression = maker.expression(maker.pick(0, 1, 1, 2, 3), kind)
        if expression in seen or len(expression) > 300:
            continue
        seen.add(expression)
        text = "{% set it = " + expression + " %}{{ it }}|{{ [it] }}|{{ it is string }}{{ it is integer }}{{ it is float }}{{ it is boolean }}{{ it is none }}{{ it is defined }}{{ it is mapping }}"
        found.append({"source": "expressions", "group": kind, "name": expression, "template": text, "results": {"values": render(compiled(text), VALUES)}})


class BlockMaker:
    """Makes templates at random, of blocks that set and read few variables, with signs for white space."""

    NAMES = ["a", "b", "s", "l", "bos_token", "nope"]

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.macros = 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def name(self):
        return self.pick(*self.NAMES)

    def value(self):
        value = self.pick(self.name(), self.name(), f"{self.name()} ~ {self.name()}", "1", "'x'", "[1, 2]", f"{self.name()}|default('d')", f"({self.name()} if {self.name()} else 0)", f"{self.name()} is defined")
        return "(loop or {}).index" if self.random.random() < 0.03 else value

    def blank(self):
        return self.pick("", "", " ", "\n", "\n  ", "  \n", "t", " t ", "\n\n", "t\n")

    def tag(self, text):
        return "{%" + self.pick("", "", "", "-", "-", "+") + " " + text + " " + self.pick("", "", "", "-", "-", "+") + "%}"

    def shown(self):
        return "{{" + self.pick("", "", "-") + f" {self.value()} " + self.pick("", "", "-") + "}}"

    def body(self, depth, in_loop=False):
        return "".join(self.blank() + self.statement(depth, in_loop) for _ in range(self.pick(1, 2, 2, 3))) + self.blank()

    def statement(self, depth, in_loop):
        if depth <= 0:
            return self.pick(self.shown, self.shown, lambda: self.tag(f"set {self.name()} = {self.value()}"), lambda: "{#" + self.pick("", "-") + " c " + self.pick("", "-", "+") + "#}")()
        kind = self.pick("show", "set", "set", "if", "if", "for", "for", "for", "macro", "call", "with", "setblock", "filter", "generation", "raw", "leave", "unpack")
        inner = lambda loop=in_loop: self.body(depth - 1, loop)
        if kind == "set":
            return self.tag(f"set {self.name()} = {self.value()}")
        if kind == "unpack":
            return self.tag(f"set {self.name()}, {self.name()} = {self.pick('1, 2', '(a, b)', 'b, a')}")
        if kind == "if":
            text = self.tag(f"if {self.value()}") + inner()
            for _ in range(self.pick(0, 0, 1, 2)):
                text += self.tag(f"elif {self.value()}") + inner()
            return text + (self.tag("else") + inner() if self.pick(True, False) else "") + self.tag("endif")
        if kind == "for":
            target = self.pick(self.name(), self.name(), self.name(), self.name(), f"{self.name()}, i")
            items = "[[1, 2], 'xy', l]" if "," in target else self.pick("[1, 2]", "l", "'xy'", "[]", "nope", "[[1, 2], [3, 4]]", "[(5, 6)]", "range(3)", "l|map('string')", "[1, 0, 2]|select")
            test = self.pick("", "", "", f" if {self.name()}", f" if {self.name()} != 1")
            text = self.tag(f"for {target} in {items}{test}") + self.body(depth - 1, True)
            return text + (self.tag("else") + inner() if self.pick(True, False, False) else "") + self.tag("endfor")
        if kind == "macro":
            self.macros += 1
            name = f"m{self.macros}"
            defaults = self.pick("", f"{self.name()}", f"{self.name()}={self.value()}")
            call = self.pick(f"{name}()", f"{name}(7)", f"{name}({self.name()})")
            special = self.pick("", "", "{{ varargs }}", "{{ kwargs }}")
            return self.tag(f"macro {name}({defaults})") + self.body(depth - 1, False) + special + self.tag("endmacro") + "{{ " + call + " }}" + inner() + "{{ " + call + " }}"
        if kind == "call":
            self.macros += 1
            name = f"m{self.macros}"
            parameter = self.name()
            return self.tag(f"macro {name}({self.name()}='p')") + self.body(depth - 1, False) + "{{ caller(" + self.value() + ") }}" + self.tag("endmacro") + self.tag(f"call({parameter}=3) {name}({self.pick('', '4')})") + self.body(depth - 1, False) + self.tag("endcall")
        if kind == "with":
            return self.tag(f"with {self.name()} = {self.value()}, c = {self.value()}") + inner() + self.tag("endwith")
        if kind == "setblock":
            return self.tag(f"set {self.name()}" + self.pick("", "|upper", "|trim|replace('t', 'T')")) + inner() + self.tag("endset")
        if kind == "filter":
            return self.tag(f"filter {self.pick('upper', 'trim', 'trim', 'length', 'indent(2)|upper')}") + inner() + self.tag("endfilter")
        if kind == "generation":
            return self.tag("generation") + self.body(depth - 1, False) + self.tag("endgeneration")
        if kind == "raw":
            return self.tag("raw").replace("+%}", "%}") + self.blank() + "{{ raw }}{% x %}" + self.blank() + self.tag("endraw")
        if kind == "leave" and in_loop:
            return self.tag(f"if {self.value()}") + self.tag(self.pick("break", "continue")) + self.tag("endif")
        return self.shown()


def statements(count, seed):
    maker = BlockMaker(seed)
    found = []
    for i in range(count):
        text = maker.body(maker.pick(1, 2, 2, 3)) + maker.pick("", "\n", "\r\n")
        found.append({"source": "statements", "group": "statements", "name": str(i), "template": text, "results": {"values": render(compiled(text), {"a": 1, "s": "S", "l": [8, 9], "bos_token": "<s>"})}})
    return found


def write(path, contexts, templates):
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"made": f"by template_reference.py with jinja2 {jinja2.__version__} and Python {sys.version.split()[0]}", "now": NOW.isoformat(), "contexts": contexts, "templates": templates}, out, ensure_ascii=False, indent=1)
        out.write("\n")


def main(arguments):
    if len(arguments) == 3 and arguments[0] in ("templates", "shapes"):
        cases = contexts()
        if arguments[0] == "shapes":
            cases = {name: cases[name] for name in OWN}
        write(arguments[2], cases, templates(arguments[1], cases))
    elif len(arguments) == 4 and arguments[0] == "statements":
        write(arguments[3], {"values": {"a": 1, "s": "S", "l": [8, 9], "bos_token": "<s>"}}, statements(int(arguments[1]), int(arguments[2])))
    elif len(arguments) == 4 and arguments[0] == "expressions":
        write(arguments[3], {"values": VALUES}, expressions(int(arguments[1]), int(arguments[2])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
