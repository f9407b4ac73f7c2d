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
package io.pyramidion.peers.worker;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import de.kherud.llama.args.Sampler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** java-llama.cpp: one request a prompt, all at once, in as many slots. Owns model and threads. */
final class JavaLlamaWorker implements Worker {

    /** A token or several, and when they came. */
    private record Piece(String text, long nanos) {}

    private final LlamaModel model;
    private final ExecutorService clients;

    private JavaLlamaWorker(Setup setup) {
        ModelParameters parameters =
                new ModelParameters()
                        .setModel(setup.target().toString())
                        .setThreads(setup.threads())
                        .setThreadsBatch(setup.threads())
                        .setParallel(setup.batch())
                        .setCtxSize(setup.batch() * setup.context())
                        .setGpuLayers(0)
                        .disableLog();
        if (setup.weights().equals("F32")) {
            parameters.setCacheTypeK(CacheType.F32).setCacheTypeV(CacheType.F32);
        }
        setup.draft()
                .ifPresent(
                        draft ->
                                parameters
                                        .setModelDraft(draft.toString())
                                        .setDraftMax(setup.draftLength())
                                        .setDraftMin(1)
                                        .setCtxSizeDraft(setup.batch() * setup.context())
                                        .setGpuLayersDraft(0));
        this.model = new LlamaModel(parameters);
        this.clients = Executors.newFixedThreadPool(setup.batch());
    }

    public static void main(String[] arguments) throws Exception {
        try (JavaLlamaWorker worker = new JavaLlamaWorker(Setup.parse(arguments))) {
            Worker.serve(worker);
            // Freeing a model of several slots may never return.
            Runtime.getRuntime().halt(0);
        }
    }

    @Override
    public Answers answer(Question question) throws Exception {
        List<Callable<List<Piece>>> requests = new ArrayList<>();
        for (String prompt : question.prompts()) {
            requests.add(() -> request(prompt, question.tokens()));
        }
        long start = System.nanoTime();
        List<List<Piece>> answers = new ArrayList<>();
        for (Future<List<Piece>> answer : clients.invokeAll(requests)) {
            answers.add(answer.get());
        }
        long end = System.nanoTime();
        long begun = start;
        for (List<Piece> answer : answers) {
            begun = Math.max(begun, answer.get(0).nanos());
        }
        long tokens = 0;
        long before = 0;
        List<String> texts = new ArrayList<>();
        for (List<Piece> answer : answers) {
            texts.add(text(answer, end));
            tokens += count(text(answer, end));
            before += count(text(answer, begun));
        }
        return new Answers(
                texts, tokens, (end - start) / 1e9, tokens - before, (end - begun) / 1e9);
    }

    private List<Piece> request(String prompt, int tokens) {
        InferenceParameters parameters =
                new InferenceParameters(prompt)
                        .setNPredict(tokens)
                        .setTemperature(0)
                        .setSamplers(Sampler.TOP_K)
                        .setTopK(1)
                        .setRepeatPenalty(1)
                        .setCachePrompt(false);
        List<Piece> pieces = new ArrayList<>();
        for (LlamaOutput output : model.generate(parameters)) {
            pieces.add(new Piece(output.text, System.nanoTime()));
        }
        return pieces;
    }

    private static String text(List<Piece> pieces, long until) {
        StringBuilder text = new StringBuilder();
        pieces.stream()
                .filter(piece -> piece.nanos() <= until)
                .forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    private int count(String text) {
        return text.isEmpty() ? 0 : model.encode(text).length;
    }

    @Override
    public void close() {
        clients.shutdown();
        model.close();
    }
}
