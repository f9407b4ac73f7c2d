// Copyright 2026 the Pyramidion authors. Licensed under the Apache License, Version 2.0; see LICENSE.
"use strict";

const MAX_CARDS = 50;
const MAX_TOKENS_SHOWN = 1500;
const MAX_PENDING = 16 << 20; // characters of events that wait for a frame
const MAX_REFUSED = 50;
const MINUTES = 5;
const MIN_SPAN = 60000; // of the charts, ms; they grow with what is known
const FRAME_MS = 8; // of a frame's 16 for events; what is left over comes with the next one
const $ = (id) => document.getElementById(id);

/** An element with a class and a text. Texts never become markup: there is no innerHTML here. */
function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

const time = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const percent = (share) => (share === null ? "–" : `${Math.round(100 * share)} %`);
const shownName = (name) => name.replaceAll("_", "→").replace("prompt→lookup", "lookup");

// ---- Streams --------------------------------------------------------------------------------

/**
 * One text of a request. Each delta has its place, by characters (code points) and by tokens; after a failure some come
 * again, cut elsewhere. What is there already is equal, so that only what goes beyond it is new.
 */
class Text {
  constructor() {
    this.node = element("div", "text");
    this.pieces = [];
    this.starts = new Map(); // first_position of a delta: its first character
    this.characters = 0;
    this.tokens = 0;
    this.shown = 0;
  }

  add(delta) {
    const from = delta.first_character ?? this.starts.get(delta.first_position) ?? (delta.first_position < this.tokens ? null : this.characters);
    if (from === null) return; // within a piece, nobody knows where; the result tells it
    this.starts.set(delta.first_position, from);
    const left = delta.first_position - this.tokens;
    if (from > this.characters || left > 0) {
      this.append([element("span", "gap", left > 0 ? ` [${left} token${left > 1 ? "s" : ""} left out] ` : " […] ")], "", Math.max(0, left));
      this.characters = from;
    }
    const known = this.characters - from;
    const text = Text.behind(delta.text, known);
    const tokens = Math.max(0, delta.first_position + delta.tokens - this.tokens);
    if (!text && !tokens) return;
    this.append(Text.spans(delta.text, delta.speculation?.trace ?? null, known), text, tokens);
  }

  /** The whole, as the result has it. */
  set(text, trace, tokens) {
    if (this.pieces.map((piece) => piece.text).join("") === text && this.shown === this.tokens) return;
    this.node.replaceChildren();
    this.pieces = [];
    this.characters = this.tokens = this.shown = 0;
    this.append(Text.spans(text, trace, 0), text, tokens);
  }

  append(nodes, text, tokens) {
    this.node.append(...nodes);
    this.pieces.push({ nodes, text, tokens });
    this.characters += Text.length(text);
    this.tokens += tokens;
    this.shown += tokens;
    while (this.shown > MAX_TOKENS_SHOWN && this.pieces.length > 1) {
      const oldest = this.pieces.shift();
      oldest.nodes.forEach((node) => node.remove());
      this.shown -= oldest.tokens;
    }
  }

  static length(text) {
    let characters = 0;
    for (const _ of text) characters++;
    return characters;
  }

  /** What stands behind some characters. */
  static behind(text, characters) {
    return characters > 0 ? [...text].slice(characters).join("") : text;
  }

  /** A text but for its first characters: a span for each token, where it is known which they are. */
  static spans(text, trace, known) {
    const told = trace ? trace.filter((token) => token.text) : [];
    if (told.map((token) => token.text).join("") !== text) return [element("span", "new", Text.behind(text, known))];
    const spans = [];
    for (const token of told) {
      const rest = Text.behind(token.text, known);
      known -= Text.length(token.text);
      if (rest) spans.push(Text.span(token, rest));
    }
    return spans;
  }

  static span(token, text) {
    const known = ["draft", "qualifier", "lookup", "target"].includes(token.by);
    const sure = typeof token.p === "number" ? Math.max(0, Math.min(4, Math.floor(token.p * 5))) : null;
    const span = element("span", `t new${known ? ` ${token.by}` : ""}${sure === null ? "" : ` s${sure}`}`, text);
    span.told = typeof token.p === "number" ? `${token.by}, ${Math.round(100 * token.p)} % sure` : token.by;
    return span;
  }
}

/** A request on the page. */
class Stream {
  constructor(id) {
    this.id = id;
    this.texts = new Map();
    this.done = false;
    this.node = element("article", "card open waiting");
    this.node.setAttribute("aria-label", `Request ${id}`);
    const head = element("div", "head");
    this.meta = element("span", "meta", "waiting");
    head.append(element("span", "id", id), this.meta);
    this.asked = element("p", "asked");
    this.asked.hidden = true;
    this.body = element("div", "texts");
    this.body.tabIndex = 0;
    this.end = element("p", "end");
    this.node.append(head, this.asked, this.body, this.end);
  }

  ask(prompt) {
    this.asked.textContent = prompt;
    this.asked.title = prompt;
    this.asked.hidden = false;
  }

  text(index) {
    let text = this.texts.get(index);
    if (!text) {
      text = new Text();
      this.node.classList.remove("waiting");
      this.texts.set(index, text);
      const order = [...this.texts.keys()].sort((a, b) => b - a); // the box is reversed
      this.body.replaceChildren(...order.map((key) => this.texts.get(key).node));
    }
    return text;
  }

  add(delta) {
    if (this.done) return;
    this.text(delta.index ?? 0).add(delta);
    let tokens = 0;
    this.texts.forEach((text) => (tokens += text.tokens));
    this.meta.textContent = `${tokens} tokens${delta.finish_reason ? "" : " …"}`;
    if (delta.finish_reason) {
      this.end.textContent = `${delta.finish_reason} · result comes with the next checkpoint`;
      this.node.classList.remove("open");
    }
  }

  finish(result) {
    this.done = true;
    this.node.classList.remove("open", "waiting");
    const usage = result.usage;
    this.meta.textContent = `${usage.completion_tokens} tokens · ${time(result.timings.total_ms)}`;
    if (result.error) {
      this.end.classList.add("bad");
      this.end.textContent = result.error.message;
      return;
    }
    if (!result.cut) {
      const choices = result.choices ?? [{ index: 0, text: result.text, trace: result.speculation.trace }];
      choices.forEach((choice, i) => {
        const trace = choice.trace ?? choice.speculation?.trace ?? null;
        this.text(choice.index ?? i).set(choice.text, trace, trace ? trace.length : usage.completion_tokens);
      });
    } else if (!this.texts.size) {
      this.text(0).set(`${result.text} [cut]`, null, usage.completion_tokens);
    }
    const speculation = result.speculation;
    const parts = [result.finish_reason, `first after ${time(result.timings.ttft_ms)}`];
    if (speculation.rounds > 0) parts.push(`${(speculation.accepted / speculation.rounds).toFixed(1)} accepted per round`);
    if (result.resumed_from !== undefined && result.resumed_from !== null) parts.push(`resumed from ${result.resumed_from}`);
    this.end.textContent = parts.join(" · ");
    this.end.title = Object.entries(speculation.stages ?? {})
      .filter(([, stage]) => stage.drafted > 0)
      .map(([name, stage]) => `${shownName(name)} ${percent(stage.accepted / stage.drafted)}`)
      .join(", ");
  }
}

/** The requests on the page, the newest first; the oldest that are done make room. */
const streams = {
  all: new Map(),
  of(id) {
    let stream = this.all.get(id);
    if (!stream) {
      stream = new Stream(id);
      this.all.set(id, stream);
      $("streams").prepend(stream.node);
      if (this.all.size > MAX_CARDS) this.drop();
    }
    return stream;
  },
  drop() {
    const stream = [...this.all.values()].find((each) => each.done) ?? this.all.values().next().value;
    stream.node.remove();
    this.all.delete(stream.id);
  },
  show() {
    let open = 0;
    this.all.forEach((stream) => (open += stream.node.classList.contains("open") ? 1 : 0));
    const count = this.all.size ? `${open} running, ${this.all.size} shown` : "";
    if ($("count").textContent !== count) $("count").textContent = count;
    $("empty").hidden = this.all.size > 0;
    $("streams").classList.toggle("few", this.all.size <= 4);
    $("streams").classList.toggle("calm", open <= 8); // fading in costs too much of many texts
  },
};

// ---- Samples and charts ---------------------------------------------------------------------

const ARMS = ["off", "prompt_lookup", "draft_target", "qualifier_target", "draft_qualifier_target"];
const ARM_COLOURS = ["--target", "--lookup", "--draft", "--qualifier", "--good"];
const LEVELS = ["idle", "busy", "saturated", "overloaded", "drowning"];
const STAGES = [
  ["draft_qualifier", "--draft", []],
  ["draft_target", "--draft", [5, 3]],
  ["qualifier_target", "--qualifier", []],
  ["prompt_lookup", "--lookup", [2, 2]],
];
const samples = [];

/** Rates come from counts some seconds apart: a sample alone is as old as Flink's metrics. */
function derive(sample) {
  const before = (seconds) => samples.findLast((each) => each.generated !== undefined && sample.t - each.t >= 1000 * seconds - 300);
  const some = before(3);
  const more = sample.generated - some?.generated;
  sample.rate = some && more >= 0 ? (1000 * more) / (sample.t - some.t) : null;
  const older = before(10);
  sample.shares = {};
  let drafted = 0;
  let accepted = 0;
  for (const [stage, counts] of Object.entries(sample.stages ?? {})) {
    const was = older?.stages?.[stage] ?? [0, 0];
    const proposed = counts[0] - was[0];
    const kept = counts[1] - was[1];
    // The two counts may be of different moments.
    sample.shares[stage] = older && proposed > 0 && kept >= 0 ? Math.min(1, kept / proposed) : null;
    if (sample.shares[stage] !== null) {
      drafted += proposed;
      accepted += kept;
    }
  }
  sample.share = drafted > 0 ? Math.min(1, accepted / drafted) : null;
}

function came(sample) {
  if (samples.length && sample.t <= samples.at(-1).t) return;
  if (!sample.problem && sample.generated !== undefined) derive(sample);
  samples.push(sample);
  while (samples[0].t < sample.t - 60000 * MINUTES) samples.shift();
  charts.dirty = true;
}

/** What the charts show, ms: all that is known, but for the first minute. */
const span = () => (samples.length ? Math.max(MIN_SPAN, samples.at(-1).t - samples[0].t) : MIN_SPAN);

function showSample() {
  const now = samples.at(-1);
  if (!now) return;
  const state = $("state");
  state.dataset.state = now.problem ? "bad" : now.state === "RUNNING" ? "good" : "none";
  state.textContent = now.problem ? "no answer from the job" : now.state.toLowerCase();
  notice("job", now.problem ? `The job does not answer: ${now.problem}` : "");
  if (now.generated === undefined) return;
  $("rate").textContent = now.rate === null ? "–" : Math.round(now.rate);
  $("running").textContent = now.running;
  $("waiting").textContent = now.waiting;
  $("accepted").textContent = percent(now.share);
  $("pressure").textContent = now.pressure || "–";
  $("rate-now").textContent = now.rate === null ? "" : `${Math.round(now.rate)} now`;
  $("requests-now").replaceChildren(...key("--draft", "running", now.running), ...key("--qualifier", "waiting", now.waiting, true));
  const used = STAGES.filter(([stage]) => samples.some((each) => typeof each.shares?.[stage] === "number"));
  $("accepted-now").replaceChildren(...used.flatMap(([stage, colour, dash]) => key(colour, shownName(stage), percent(now.shares[stage] ?? null), dash.length > 0)));
  const who = now.arm ? `${shownName(now.arm)}${now.arm === "off" ? "" : `, ${now.candidates.toFixed(1)} ahead`}` : "as the options say";
  $("plan-now").textContent = who + (now.plan ? ` · ${now.plan.reason}` : "");
}

function key(colour, name, value, dashed) {
  const line = element("b", "", dashed ? " ┅ " : " ━ ");
  line.style.color = `var(${colour})`;
  return [line, document.createTextNode(`${name} ${value}`)];
}

const charts = {
  dirty: true,
  draw() {
    this.dirty = false;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name);
    const values = (read) => samples.map((each) => (each.generated === undefined ? null : read(each) ?? null));
    const top = (lists) => {
      const most = Math.max(2, ...lists.flat().filter((value) => value !== null));
      const unit = 10 ** Math.floor(Math.log10(most));
      return unit * [1, 2, 4, 6, 8, 10].find((step) => step * unit >= most);
    };
    const rates = values((each) => each.rate);
    this.lines("rate-chart", colour, top([rates]), (v) => Math.round(v), [[rates, "--draft", []]]);
    const running = values((each) => each.running);
    const waiting = values((each) => each.waiting);
    this.lines("requests-chart", colour, top([running, waiting]), (v) => Math.round(v), [[running, "--draft", []], [waiting, "--qualifier", [5, 3]]]);
    this.lines("accepted-chart", colour, 1, (v) => `${Math.round(100 * v)} %`, STAGES.map(([stage, name, dash]) => [values((each) => each.shares?.[stage]), name, dash]));
    const ahead = values((each) => (each.arm && each.arm !== "off" ? each.candidates : null));
    const box = this.lines("plan-chart", colour, top([ahead]), (v) => v.toFixed(1), [[ahead, "--text", []]], 34);
    this.strip(box, 8, (each) => ARMS.indexOf(each.arm), (i) => colour(ARM_COLOURS[i]), "who");
    this.strip(box, 22, (each) => LEVELS.indexOf(each.pressure), (i) => colour(`--l${i}`), "load");
    ["rate", "requests", "accepted", "plan"].forEach((name) => $(`${name}-chart`).setAttribute("aria-label", $(`${name}-now`).textContent));
  },
  /** Lines over the last minutes; leaves room below for strips. */
  lines(id, colour, top, shown, series, room = 0) {
    const canvas = $(id);
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== width * scale) [canvas.width, canvas.height] = [width * scale, height * scale];
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = "11px system-ui, 'DejaVu Sans', sans-serif";
    pen.fillStyle = colour("--faint");
    pen.strokeStyle = colour("--line");
    pen.lineWidth = 1;
    const box = { pen, left: 38, right: width - 6, top: 8, bottom: height - 18 - room, floor: height - 18, colour };
    for (const share of [0, 0.5, 1]) {
      const y = Math.round(box.bottom - share * (box.bottom - box.top)) + 0.5;
      pen.beginPath();
      pen.moveTo(box.left, y);
      pen.lineTo(box.right, y);
      pen.stroke();
      pen.textAlign = "right";
      pen.fillText(shown(share * top), box.left - 5, y + 4);
    }
    pen.textAlign = "left";
    pen.fillText(`${Math.round(span() / 1000)} s ago`, box.left, height - 4);
    pen.textAlign = "right";
    pen.fillText("now", box.right, height - 4);
    for (const [list, name, dash] of series) {
      pen.strokeStyle = colour(name);
      pen.lineWidth = 1.75;
      pen.setLineDash(dash);
      pen.beginPath();
      let drawing = false;
      list.forEach((value, i) => {
        if (value === null) {
          drawing = false;
          return;
        }
        const [x, y] = [this.x(box, samples[i].t), box.bottom - (value / top) * (box.bottom - box.top)];
        if (drawing) pen.lineTo(x, y);
        else pen.moveTo(x, y);
        drawing = true;
      });
      pen.stroke();
      pen.setLineDash([]);
    }
    return box;
  },
  strip(box, above, read, colour, label) {
    box.pen.fillStyle = box.colour("--faint");
    box.pen.textAlign = "right";
    box.pen.fillText(label, box.left - 5, box.bottom + above + 9);
    samples.forEach((sample, i) => {
      const value = read(sample);
      if (value < 0) return;
      const x = this.x(box, sample.t);
      const next = i + 1 < samples.length ? this.x(box, samples[i + 1].t) : x + 1;
      box.pen.fillStyle = colour(value);
      box.pen.fillRect(x, box.bottom + above, Math.max(1, Math.min(next - x, 12) + 0.5), 10);
    });
  },
  x(box, t) {
    return box.right - ((samples.at(-1).t - t) / span()) * (box.right - box.left);
  },
};

// ---- Events ---------------------------------------------------------------------------------

const notices = new Map();

function notice(name, text) {
  if ((notices.get(name) ?? "") === text) return;
  notices.set(name, text);
  const shown = [...notices.values()].filter((each) => each).join(" · ");
  $("notice").textContent = shown;
  $("notice").hidden = !shown;
}

let leftOut = 0;

const HANDLERS = {
  asked: (data) => streams.of(data.request_id).ask(data.prompt),
  delta: (data) => streams.of(data.request_id).add(data),
  result: (data) => streams.of(data.request_id).finish(data),
  sample: came,
  refused: (data) => {
    $("refused-part").hidden = false;
    $("refused").prepend(element("li", "", data.reason));
    while ($("refused").children.length > MAX_REFUSED) $("refused").lastChild.remove();
  },
  left_out: (data) => {
    leftOut += data.count;
    notice("slow", `This page is too slow for the job: ${leftOut} events were left out`);
  },
};

/**
 * Events wait here for the next frame: the page is laid out once for all of them. Of too many the oldest deltas go first,
 * then all else but results: a text without its result would never end, and with it it is whole.
 */
class Pending {
  constructor(capacity) {
    this.capacity = capacity;
    this.events = [];
    this.size = 0;
  }

  /** Returns how many events gave way. */
  add(name, data) {
    this.events.push([name, data]);
    this.size += data.length;
    if (this.size <= this.capacity) return 0;
    const before = this.events.length;
    this.shed((each) => each === "delta");
    this.shed((each) => each !== "result");
    return before - this.events.length;
  }

  /** Down to half, so that the next event does not look through all of them again. */
  shed(spare) {
    if (this.size <= this.capacity) return;
    this.events = this.events.filter(([name, data]) => {
      if (this.size <= this.capacity / 2 || !spare(name)) return true;
      this.size -= data.length;
      return false;
    });
  }

  /** Hands out the first events for as long as there is time. */
  drain(hasTime, show) {
    let done = 0;
    for (; done < this.events.length && hasTime(); done++) {
      const [name, data] = this.events[done];
      this.size -= data.length;
      try {
        show(name, JSON.parse(data));
      } catch (e) {
        // One that cannot be shown does not take the others along.
        console.error(`Cannot show ${name} ${data}`, e);
      }
    }
    this.events.splice(0, done);
  }
}

const pending = new Pending(MAX_PENDING);
let scheduled = false;

function schedule() {
  if (scheduled) return;
  scheduled = true;
  // A hidden page gets no frames.
  if (document.hidden) setTimeout(drain, 250);
  else requestAnimationFrame(drain);
}

function drain() {
  scheduled = false;
  const until = performance.now() + FRAME_MS;
  pending.drain(
    () => performance.now() < until || document.hidden,
    (name, data) => HANDLERS[name](data),
  );
  streams.show();
  if (charts.dirty && !document.hidden) {
    showSample();
    charts.draw();
  }
  if (pending.events.length) schedule();
}

document.addEventListener("visibilitychange", () => {
  scheduled = false;
  charts.dirty = true;
  schedule();
});
window.addEventListener("resize", () => {
  charts.dirty = true;
  schedule();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  charts.dirty = true;
  schedule();
});

const source = new EventSource("events");
for (const name of Object.keys(HANDLERS)) {
  source.addEventListener(name, (event) => {
    const count = pending.add(name, event.data);
    if (count) HANDLERS.left_out({ count });
    schedule();
  });
}
source.onopen = () => notice("connection", "");
source.onerror = () =>
  notice(
    "connection",
    source.readyState === EventSource.CLOSED
      ? "This page is no longer served here, or too many are open. Open the address that pyramidion printed last, or close one and reload."
      : "Not connected to pyramidion; trying again.",
  );

// ---- Form and tooltip -----------------------------------------------------------------------

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  const number = (id) => ($(id).value === "" ? {} : { [id.replace("-", "_")]: Number($(id).value) });
  const form = { prompt: $("prompt").value, raw: $("raw").checked, speculation: $("speculation").value, ...number("max-tokens"), ...number("temperature"), ...number("times") };
  button.disabled = true;
  $("form-problem").textContent = "";
  try {
    const answer = await fetch("prompt", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(form) });
    if (!answer.ok) $("form-problem").textContent = await answer.text();
    else $("form-problem").textContent = (await answer.json()).problem ?? "";
  } catch (e) {
    $("form-problem").textContent = "Not sent: pyramidion does not answer. Does it still run?";
  } finally {
    button.disabled = false;
  }
});
$("prompt").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("form").requestSubmit();
  }
});

function tip(event, text) {
  const box = $("tip");
  box.hidden = !text;
  if (!text) return;
  box.textContent = text;
  const left = Math.min(event.clientX + 12, window.innerWidth - box.offsetWidth - 8);
  const top = event.clientY + 18 + box.offsetHeight > window.innerHeight ? event.clientY - box.offsetHeight - 8 : event.clientY + 18;
  box.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`;
}

function pointAt(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const share = (event.clientX - box.left - 38) / (box.width - 44);
  const last = samples.at(-1);
  if (!last || share < 0) return "";
  const t = last.t - (1 - share) * span();
  const near = samples.reduce((best, each) => (Math.abs(each.t - t) < Math.abs(best.t - t) ? each : best));
  const ago = `${Math.round((last.t - near.t) / 1000)} s ago`;
  if (near.generated === undefined || Math.abs(near.t - t) > 5000) return "";
  switch (canvas.id) {
    case "rate-chart":
      return `${ago}\n${near.rate === null ? "–" : Math.round(near.rate)} tokens/s`;
    case "requests-chart":
      return `${ago}\n${near.running} running, ${near.waiting} waiting`;
    case "accepted-chart":
      return [ago, ...Object.entries(near.shares).filter(([, share]) => share !== null).map(([stage, share]) => `${shownName(stage)} ${percent(share)}`)].join("\n");
    default:
      return `${ago}\n${shownName(near.arm ?? "–")}, ${near.candidates.toFixed(1)} ahead\n${near.pressure || "–"}${near.plan ? `: ${near.plan.reason}` : ""}`;
  }
}

document.addEventListener("pointermove", (event) => {
  const at = event.target;
  tip(event, at.told ?? (at instanceof HTMLCanvasElement ? pointAt(at, event) : ""));
});
document.addEventListener("pointerleave", (event) => tip(event, ""));
schedule();
