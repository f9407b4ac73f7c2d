// Copyright 2026 the Pyramidion authors. Licensed under the Apache License, Version 2.0; see LICENSE.
//
// The worker for node-llama-cpp: says that it has loaded, then answers a line of JSON with a line
// of JSON, as the workers in Java do (worker/Worker.java, worker/Setup.java).
import {createInterface} from "node:readline";
import {DraftSequenceTokenPredictor, getLlama, LlamaLogLevel} from "node-llama-cpp";

const [target, draft, weights, draftLength, batch, context, threads] = process.argv.slice(2);

const llama = await getLlama({
  gpu: false,
  build: "never",
  maxThreads: Number(threads),
  logLevel: LlamaLogLevel.error,
});

async function open(modelPath) {
  const model = await llama.loadModel({modelPath});
  const cache = weights === "F32"
    ? {experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"}
    : {};
  const sequences = await model.createContext({
    sequences: Number(batch),
    contextSize: Number(context),
    batchSize: Math.max(512, Number(batch) * Number(context)),
    threads: Number(threads),
    ...cache,
  });
  return {model, sequences};
}

const {model, sequences} = await open(target);
const proposer = draft ? (await open(draft)).sequences : undefined;
const slots = Array.from({length: Number(batch)}, () =>
  sequences.getSequence(
    proposer && {
      tokenPredictor: new DraftSequenceTokenPredictor(proposer.getSequence(), {
        maxTokens: Number(draftLength),
      }),
    },
  ),
);

async function request(slot, prompt, most) {
  const tokens = [];
  const times = [];
  for await (const token of slot.evaluate(model.tokenize(prompt, true), {temperature: 0})) {
    tokens.push(token);
    times.push(performance.now());
    if (tokens.length >= most) {
      break;
    }
  }
  const end = performance.now();
  return {tokens, times, end};
}

async function answer({prompts, tokens: most}) {
  const start = performance.now();
  const answers = await Promise.all(prompts.map((prompt, i) => request(slots[i], prompt, most)));
  const end = Math.max(...answers.map((each) => each.end));
  const begun = Math.max(...answers.map((each) => each.times[0] ?? each.end));
  // The next answers must read their prompts, as everyone's do.
  for (const slot of slots) {
    await slot.clearHistory();
  }
  const count = (numbers) => numbers.reduce((sum, each) => sum + each, 0);
  return {
    texts: answers.map((each) => model.detokenize(each.tokens)),
    tokens: count(answers.map((each) => each.tokens.length)),
    seconds: (end - start) / 1000,
    decodedTokens: count(answers.map((each) => each.times.filter((time) => time > begun).length)),
    decodeSeconds: (end - begun) / 1000,
  };
}

const say = (value) => process.stdout.write("@peers " + JSON.stringify(value) + "\n");
say("ready");
for await (const line of createInterface({input: process.stdin})) {
  say(await answer(JSON.parse(line)));
}
process.exit(0);
