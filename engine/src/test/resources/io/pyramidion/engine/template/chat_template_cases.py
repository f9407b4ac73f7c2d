"""Writes chat-template-cases.json: templates, conversations and what Jinja makes of them, set up as in transformers.

Made with Python 3 and jinja2 3.1.6. Run in this folder: python3 chat_template_cases.py
"""

import datetime
import json

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 3, 5, 14, 7, 9)
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}

SINGLE = [{"role": "user", "content": "  Hi, {{ 7 * 7 }} {% if %} {# x #}\n"}]
PLAIN = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "What is 2 + 2?"},
    {"role": "assistant", "content": "<think>easy</think> It is \"4\"\\.\t"},
    {"role": "user", "content": "é \u00a0and 世界 🙂? "},
]
CONVERSATIONS = [SINGLE, PLAIN, PLAIN[1:]]

TEMPLATES = {
    # Turns wrapped in marks, content trimmed inside a sum, the first turn carrying the beginning of the text.
    "headers": """
{{- bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set opening = messages[0]['content']|trim %}
    {%- set rest = messages[1:] %}
{%- else %}
    {%- set opening = "" %}
    {%- set rest = messages %}
{%- endif %}
{%- if not day is defined %}
    {%- if strftime_now is defined %}
        {%- set day = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set day = "none" %}
    {%- endif %}
{%- endif %}
{{- "<|start|>system<|stop|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Tools: yes\\n" }}
{%- endif %}
{{- "Today: " + day + "\\n\\n" }}
{{- opening }}
{{- "<|eot|>" }}
{%- for message in rest %}
    {%- if not (message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start|>' + message['role'] + '<|stop|>\\n\\n'+ message['content'] | trim + '<|eot|>' }}
    {%- else %}
        {{- raise_exception("never") }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start|>assistant<|stop|>\\n\\n' }}
{%- endif %}
""",
    # A default system turn, roles compared inside the loop, marks with line ends.
    "marks": """{%- if tools %}
    {{- 'tools' }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '[s]system\\n' + messages[0]['content'] + '[e]\\n' }}
    {%- else %}
        {{- '[s]system\\nYou help.[e]\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '[s]' + message.role + '\\n' + message.content + '[e]' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '[s]' + message.role }}
        {%- for tool_call in message.tool_calls %}
            {{- tool_call.arguments | tojson }}
        {%- endfor %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '[s]assistant\\n' }}
{%- endif %}
""",
    # One line, the first iteration adding a default.
    "one-line": "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '[s]system\nDefault[e]\n' }}{% endif %}{{'[s]' + message['role'] + '\n' + message['content'] + '[e]' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '[s]assistant\n' }}{% endif %}",
    # Alternating roles, checked with loop.index0; refusal.
    "alternating": """{%- if messages[0]["role"] == "system" %}
  {%- set system = messages[0]["content"] %}
  {%- set turns = messages[1:] %}
{%- else %}
  {%- set turns = messages %}
{%- endif %}
{%- for turn in turns %}
  {%- if (turn["role"] == "user") != (loop.index0 % 2 == 0) %}
    {{- raise_exception("Roles must alternate, saw " + turn["role"]) }}
  {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for turn in turns %}
  {%- if turn["role"] == "user" %}
    {%- if loop.last and system is defined %}
      {{- "[INST] " + system + "\\n\\n" + turn["content"] + "[/INST]" }}
    {%- else %}
      {{- "[INST] " + turn["content"] + "[/INST]" }}
    {%- endif %}
  {%- else %}
    {{- " " + turn["content"]|trim + eos_token}}
  {%- endif %}
{%- endfor %}
""",
    # A namespace that outlives the loop, string methods, nested conditions.
    "namespace": """{% set ns = namespace(found=false, count=0, last='') %}
{% for m in messages %}
  {% if m.role == 'assistant' %}
    {% set ns.found = true %}
    {% set content = m.content.split('</think>')[-1].lstrip('\\n').strip() %}
  {% else %}
    {% set content = m.content.strip() %}
  {% endif %}
  {% set ns.count = ns.count + 1 %}
  {% set ns.last = content %}
{{ loop.index }}/{{ loop.length }} {{ content }}{{ ' (first)' if loop.first else '' }}
{% endfor %}
{{ ns.found }} {{ ns.count }} {{ ns.last | length }} {{ ns.last }}
""",
    # White space control: own lines, signs on both sides, comments, braces next to tags.
    "white-space": """a
  {% if true %}
  b {# gone #}
    {# own line #}
  c
  {%- endif -%}
  d
  {{ 'e' }}   
  {{- 'f' -}}
  g {% if true %} h {% endif %} i
{ {%- if true %} j{% endif %}{#- k -#} }
\t{% set x = 1 %}\t
  {%+ if true %}l{% endif +%}
m
""",
    "methods": """{{ ' a b '.strip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'a.b.c'.split('.') | join('-') }}|{{ 'a.b.c'.split('.', 1)[1] }}|{{ ' a  b '.split() | join('+') }}|{{ 'Abc'.startswith('A') }}|{{ 'Abc'.endswith(('x', 'c')) }}|{{ 'Abc'.upper() + 'Abc'.lower() }}|{{ 'a.a'.replace('.', '+') }}|{{ messages[0].get('content') | length }}|{{ messages[0].get('name', 'nobody') }}|{{ ' x'.lstrip() }}|{{ 'x '.rstrip() }}|
{%- for key, value in messages[0].items() %}{{ key }}={{ value | trim }};{% endfor %}""",
    "filters": """{{ messages | tojson }}|{{ messages[0] | tojson }}|{{ ' a ' | trim }}|{{ 'a' | upper }}{{ 'A' | lower }}|{{ nope | default('d') }}|{{ '' | default('d', true) }}|{{ messages | map(attribute='role') | join(', ') }}|{{ messages | selectattr('role', 'equalto', 'user') | list | length }}|{{ messages | rejectattr('role', 'equalto', 'user') | list | length }}|{{ (messages | first).role }}|{{ (messages | last)['role'] }}|{{ messages | length }}|{{ 'aXa' | replace('X', 'Y') }}|{{ 5 | string + '!' }}|{{ '12' | int + 1 }}|{{ ('a' ~ 1) | trim }}""",
    "tests": """{{ messages is iterable }}{{ messages[0] is mapping }}{{ messages is string }}{{ 'a' is string }}{{ 3 is number }}{{ none is none }}{{ nope is defined }}{{ nope is undefined }}{{ messages[0].nope is defined }}{{ tools is none }}{{ true is true }}{{ 4 is even }}{{ 3 is odd }}{{ 'a' is eq 'a' }}{{ not nope }}{{ 'user' in messages[0].role }}{{ 'zzz' not in messages[0].content }}{{ messages[0].role in ['user', 'system'] }}{{ 'role' in messages[0] }}""",
    "expressions": """{{ 1 + 2 * 3 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 'a' ~ 1 ~ 'b' }} {{ 'x' if messages | length > 1 else 'y' }} {{ 'z' if false }} {{ -1 }} {{ messages[-1].role }} {{ messages[:-1] | length }} {{ messages[0].role[:3] }} {{ messages[0].role[-2:] }} {{ [1, 2, 3][1] }} {{ {'a': 'b'}['a'] }} {{ ('p', 'q')[1] }} {{ "it's" }} {{ 'say \\"hi\\"' }} {{ 'back\\\\slash' }} {{ '%}' }} {{ '}}' }} {{ {'a': {'b': 'c'}}.a.b }} {{ True and not False }} {{ None is none }} {{ 1 == 1.0 }} {{ 'a' < 'b' }} {{ 2 >= 2 and 3 != 4 }} {{ nope or 'q' }} {{ '\\u00e9\\x41\\t' }}
{%- for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}
{%- set a, b = 1, 'two' %}{{ a }}{{ b }}{% set block %} in {{ a }} {% endset %}{{ block }}
{%- macro turn(role, text='-') %}<{{ role }}:{{ text }}>{% endmacro %}{{ turn('u') }}{{ turn('v', text='w') }}
{%- set x = 0 %}{% for m in messages %}{% set x = 1 %}{% endfor %}{{ x }}{% if true %}{% set x = 2 %}{% endif %}{{ x }}""",
    "strings": """{{ 'a\\\\nb' }}|{{ "a\\\\\\"b" }}|{{ '\\x27\\x5c' }}|{{ "#}{{" }}|{{ '{%' }}|{{ 'a  b'.split() | join('+') }}|{{ 'two
lines' }}|{{ "{# no #}" }}|{{ '\\r\\n' }}|{{ 'tab\\there' }}""",
    "training-marks": """{% for m in messages %}
{% generation %}
{{ m.role }}
{%- endgeneration %}
{% endfor %}""",
    "nested": """{% for m in messages %}{% for n in messages %}{% if loop.index0 > 0 and not loop.last %}{% set y = n.role ~ loop.index %}{% elif loop.last %}{% set y = 'last' %}{% else %}{% set y = m.role %}{% endif %}{{ y }} {% endfor %}{{ y }};{% endfor %}{{ y is defined }}""",
    "negation": """{{ not 'a' in 'b' }}{{ not ('a' in 'b') }}{{ not messages[0].role in ['system'] and true }}{{ not not nope }}{{ 'x' if not nope in ['y'] else 'z' }}{{ not 1 == 2 or false }}{{ [not nope, 1 not in [2]] | length }}{% if not messages[0].role == 'system' %}no system{% endif %}{{ not nope is defined }}{{ 'a' is not none }}""",
    "sums": """{{1+2}}{{ 3-1 }}{{ -1+3 }}{{ messages[messages|length-1].role }}{{ messages[-1]['role'] }}{{ (1+2)*3 }}{{ 'ab'|first }}{{ 'ab'|last }}{{ [3,4]|first }}{{ [3,4]|last }}""",
    "loop": """{% for m in messages %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{% if not loop.last %},{% endif %}{% for c in ['x', 'y'] %}{{ loop.index }}{{ c }}{% endfor %}{% endfor %}""",
    "time": """{{ strftime_now('%Y-%m-%d %H:%M:%S %A %a %B %b %j %y %I %p %%') }}""",
    "slices": """{% for m in messages[::-1] %}{{ loop.index0 }}{{ m.role }};{% endfor %}{{ 'héllo🙂'[::-1] }}|{{ 'abcdef'[1:5:2] }}|{{ 'abcdef'[-2::-2] }}|{{ 'abcdef'[4:1:-1] }}|{{ 'abcdef'[:-9:-1] }}|{{ 'abcdef'[9::-1] }}|{{ 'abcdef'[-9:2:1] }}|{{ 'abc'[::] }}|{{ (messages | map(attribute='role') | list)[::2] | join(',') }}|{{ [1, 2, 3][::-1][0] + 1 }}|{{ {'a': [1, 2]}['a'][::-1] | join('') }}|{{ messages[1:][::-1][-1].role if messages | length > 1 else 'none' }}""",
    "chosen-items": """{% for m in messages if m.role != 'system' %}{{ loop.index }}/{{ loop.length }}{{ m.role }}{{ ' last' if loop.last }};{% endfor %}
{%- for k, v in messages[0].items() if k != 'role' %}{{ k }}{{ loop.first }}{{ loop.last }}{% endfor %}
{%- for k, v in messages[0] | items if v is string %}{{ k }},{% endfor %}
{%- for i in range(6) if i % 2 == 0 and not i == 4 %}{{ i }}{% endfor %}
{%- for m in messages if 'a;b' in m.content or ';' not in m.content %}{{ loop.index }}{% endfor %}
{%- for c in 'añ🙂' %}{{ c }}.{% endfor %}{% for k in {'x': 1, 'y': 2} %}{{ k }}{% endfor %}{% for n in nope %}never{% endfor %}""",
    "neighbours": """{% for m in messages %}{{ loop.previtem.role if loop.previtem is defined else 'none' }}<{{ m.role }}>{{ loop.nextitem.role if not loop.last else 'none' }}{% if loop.previtem and loop.previtem.role == 'user' %}!{% endif %};{% endfor %}""",
    "scopes": """{% for m in messages %}{% if loop.first %}{% set kept = 'k' %}{% endif %}{{ kept is defined }}{% set role = m.role %}{% for n in messages %}{% set role = 'inner' %}{% endfor %}{{ role }}{% endfor %}{{ kept is defined }}{% for x in [none, 1] %}{{ x is none }}{% endfor %}{% set m = 'outer' %}{% for m in [1] %}{{ m }}{% endfor %}{{ m }}""",
    "arguments": """{% set ns = namespace(last=messages|length - 1, both=1 + 2 * 3, text='a' ~ 'b', yes=messages | length > 1) %}{{ ns.last }}{{ ns.both }}{{ ns.text }}{{ ns.yes }}{{ messages | map(attribute='role') | join('-') }}{{ nope | default('x' + 'y') }}""",
    "thinking": """{%- set ns = namespace(searching=true, last=messages|length - 1) %}{%- for m in messages[::-1] %}{%- set index = (messages|length - 1) - loop.index0 %}{%- if ns.searching and m.role == 'user' and not(m.content.startswith('<a>') and m.content.endswith('</a>')) %}{%- set ns.searching = false %}{%- set ns.last = index %}{%- endif %}{%- endfor %}{{ ns.last }}{% for m in messages %}{% if '</think>' in m.content %}{{ m.content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') }}|{{ m.content.split('</think>')[-1].lstrip('\n') }}{% endif %}{% endfor %}{{ enable_thinking is defined and enable_thinking is false }}""",
    "not-taken": """{% if tools %}{{ tools | tojson(indent=2) | safe }}{% for t in tools | sort(attribute='name') %}{{ t | indent(4) }}{% endfor %}{% endif %}{% set all = [{'role': 'system', 'content': 'x'}] + messages %}{% for m in all %}{{ m.role }}{{ m['content'] | length }} {% endfor %}""",
    "trailing-lines": "{{ messages[0].role }}\r\nx\n\n",
}


class Generation(Extension):
    """The mark for training that transformers adds: its body as it is."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.Scope(body, lineno=line)


class Raised(Exception):
    """What raise_exception throws."""


def raise_exception(message):
    raise Raised(message)


def render(template, messages, add_generation_prompt):
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, Generation])
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    environment.globals["raise_exception"] = raise_exception
    environment.globals["strftime_now"] = NOW.strftime
    try:
        return {
            "expected": environment.from_string(template).render(
                messages=messages, tools=None, documents=None, add_generation_prompt=add_generation_prompt, **TOKENS
            )
        }
    except Raised as e:
        return {"raised": str(e)}


cases = [
    {"name": f"{name}/{i}/{prompt}", "template": template, "messages": messages, "add_generation_prompt": prompt,
     **render(template, messages, prompt)}
    for name, template in TEMPLATES.items()
    for i, messages in enumerate(CONVERSATIONS)
    for prompt in (False, True)
]
with open("chat-template-cases.json", "w", encoding="utf-8") as out:
    json.dump({"now": NOW.isoformat(), "tokens": TOKENS, "cases": cases}, out, ensure_ascii=False, indent=1)
    out.write("\n")
assert jinja2.__version__ == "3.1.6"
