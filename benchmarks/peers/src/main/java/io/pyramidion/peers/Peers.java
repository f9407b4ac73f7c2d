/*
 * Copyright 2026 the Pyramidion authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.pyramidion.peers;

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.peers.gguf.TensorType;
import io.pyramidion.peers.worker.Answers;
import io.pyramidion.peers.worker.Question;
import io.pyramidion.peers.worker.Setup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Measures Pyramidion beside other engines: first whether all write the same text in float32, then,
 * taking turns, how many tokens a second each writes.
 */
@Command(
        name = "benchmarks/peers/run",
        description =
                "Compares Pyramidion with llama.cpp, as a JVM and a Node.js user gets it, on the enlarged family.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Peers implements Callable<Integer> {

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,8",
            description = "Batch sizes (${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--set",
            defaultValue = "tasks",
            description = "Prompts: tasks or stories (${DEFAULT-VALUE}).")
    private String set;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Number of repeats, each with other prompts (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--prompts",
            defaultValue = "8",
            description = "Number of prompts in a repeat, at least one batch (${DEFAULT-VALUE}).")
    private int prompts;

    @Option(
            names = "--tokens",
            defaultValue = "48",
            description = "Maximum number of tokens of an answer (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--least-tokens",
            defaultValue = "24",
            description = "Only prompts whose answers have at least as many (${DEFAULT-VALUE}).")
    private int leastTokens;

    @Option(
            names = "--draft-length",
            defaultValue = "4",
            description = "Most tokens that a draft proposes at a time (${DEFAULT-VALUE}).")
    private int draftLength;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Threads of each engine (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--checks",
            defaultValue = "8",
            description = "Number of prompts whose text is compared first (${DEFAULT-VALUE}).")
    private int checks;

    @Option(names = "--no-node", description = "Leave node-llama-cpp out.")
    private boolean withoutNode;

    @Option(names = "--models", required = true, description = "The family's directory.")
    private Path source;

    @Option(names = "--node", description = "Worker for Node.js.")
    private Optional<Path> node = Optional.empty();

    @Option(names = "--out", required = true, description = "Directory of models and logs.")
    private Path out;

    @Option(
            names = "--environment",
            paramLabel = "NAME=VALUE",
            description = "What a task manager's environment has: for Pyramidion alone.")
    private Map<String, String> environment = Map.of();

    private final PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private EnlargedModels models;
    private Prompts questions;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Peers()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        models = new EnlargedModels(source, out);
        questions = new Prompts(source, set, leastTokens);
        if (!check()) {
            return 1;
        }
        List<Measurements> all = new ArrayList<>();
        try (TurnLog turns = new TurnLog(out.resolve("turns.csv"))) {
            for (int batch : batches) {
                all.add(measure(batch, turns));
            }
        }
        console.println();
        new Report(ways(), all).lines().forEach(console::println);
        return 0;
    }

    private List<Engine> peers() {
        return withoutNode || node.isEmpty()
                ? List.of(Engine.JAVA_LLAMA)
                : List.of(Engine.JAVA_LLAMA, Engine.NODE_LLAMA);
    }

    private List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        ways.add(new Way(Engine.JAVA_LLAMA, "BF16", 0));
        ways.add(new Way(Engine.JAVA_LLAMA, "Q8_0", 0));
        ways.add(new Way(Engine.JAVA_LLAMA, "Q8_0", draftLength));
        if (peers().contains(Engine.NODE_LLAMA)) {
            ways.add(new Way(Engine.NODE_LLAMA, "Q8_0", 0));
        }
        ways.add(new Way(Engine.PYRAMIDION, "BFLOAT16", 0));
        ways.add(new Way(Engine.PYRAMIDION, "INT8", 0));
        ways.add(new Way(Engine.PYRAMIDION, "INT8", draftLength));
        return ways;
    }

    /** Whether the peers write in float32 what Pyramidion does: else the files are wrong. */
    private boolean check() throws IOException {
        Question question = new Question(questions.some(0, checks), tokens);
        List<String> own = texts(new Way(Engine.PYRAMIDION, "FLOAT32", 0), question);
        boolean equal = true;
        for (Engine peer : peers()) {
            List<String> texts = texts(new Way(peer, "F32", 0), question);
            for (int i = 0; i < checks; i++) {
                if (!texts.get(i).equals(own.get(i))) {
                    equal = false;
                    console.printf(
                            "%s in float32 differs.%n  prompt: %s%n  Pyramidion: %s%n  %s: %s%n",
                            peer, question.prompts().get(i), own.get(i), peer, texts.get(i));
                }
            }
        }
        if (equal) {
            console.printf(
                    "In float32 %s the same text as Pyramidion for %d prompts.%n",
                    peers().size() == 1 ? "the peer writes" : "both peers write", checks);
        }
        return equal;
    }

    private List<String> texts(Way way, Question question) throws IOException {
        List<String> texts = new ArrayList<>();
        try (WorkerProcess worker = start(way, 1)) {
            for (String prompt : question.prompts()) {
                texts.addAll(worker.ask(new Question(List.of(prompt), question.tokens())).texts());
            }
        }
        return texts;
    }

    private Measurements measure(int batch, TurnLog turns) throws IOException {
        int waves = (Math.max(prompts, batch) + batch - 1) / batch;
        Map<Way, WorkerProcess> workers = new LinkedHashMap<>();
        try {
            for (Way way : ways()) {
                workers.put(way, start(way, batch));
                workers.get(way).ask(new Question(questions.some(0, batch), tokens));
            }
            Measurements measurements = new Measurements(batch);
            for (int repeat = 0; repeat < repeats; repeat++) {
                long start = System.nanoTime();
                for (Way way : workers.keySet()) {
                    Turn turn = turn(workers.get(way), batch, repeat * waves, waves);
                    measurements.add(way, turn);
                    turns.add(batch, repeat, way, turn);
                }
                console.printf(
                        "Batch %d, repeat %d of %d: %.0f s%n",
                        batch, repeat + 1, repeats, (System.nanoTime() - start) / 1e9);
            }
            return measurements;
        } finally {
            workers.values().forEach(WorkerProcess::close);
        }
    }

    private Turn turn(WorkerProcess worker, int batch, int firstWave, int waves)
            throws IOException {
        List<Answers> answers = new ArrayList<>();
        double before = worker.processorSeconds();
        for (int wave = firstWave; wave < firstWave + waves; wave++) {
            answers.add(worker.ask(new Question(questions.some(wave * batch, batch), tokens)));
        }
        return Turn.of(answers, worker.processorSeconds() - before);
    }

    private WorkerProcess start(Way way, int batch) throws IOException {
        String log = way.toString().replaceAll("[^A-Za-z0-9.]+", "-") + "-" + batch + ".log";
        int context = questions.longest() + tokens + draftLength + 1;
        Setup setup = setup(way, batch, context);
        return WorkerProcess.start(
                way.engine().command(setup, node),
                way.isPeer() ? Map.of() : environment,
                out.resolve(log));
    }

    private Setup setup(Way way, int batch, int context) throws IOException {
        boolean drafts = way.draftLength() > 0;
        return new Setup(
                model(way, ModelRole.TARGET),
                drafts ? Optional.of(model(way, ModelRole.DRAFT)) : Optional.empty(),
                way.weights(),
                way.draftLength(),
                batch,
                context,
                threads);
    }

    private Path model(Way way, ModelRole role) throws IOException {
        return way.isPeer()
                ? models.gguf(role, TensorType.valueOf(way.weights()))
                : models.directory(role);
    }
}
