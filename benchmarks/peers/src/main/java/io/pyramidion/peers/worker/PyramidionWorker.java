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

import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.pyramid.PyramidSpec;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pyramidion, as a job's operator runs it. Owns the models and the KV caches. */
final class PyramidionWorker implements Worker {

    private static final int PREFILL_TOKENS_PER_ROUND = 1 << 20;

    private final PyramidPool.Lease lease;
    private final Pyramid pyramid;
    private final Tokenizer tokenizer;
    private final Generator generator;
    private final Speculation speculation;
    private final int context;

    private PyramidionWorker(Setup setup) {
        boolean drafts = setup.draftLength() > 0;
        this.lease =
                PyramidPool.acquire(
                        new PyramidSpec(
                                setup.target(),
                                Optional.empty(),
                                setup.draft(),
                                // A job that names the target's type leaves the draft's open.
                                new RoleWeights(
                                        Precision.valueOf(setup.weights()),
                                        Precision.AUTO,
                                        Precision.AUTO),
                                setup.threads()));
        this.pyramid = lease.pyramid();
        this.tokenizer = pyramid.tokenizer();
        this.context = setup.context();
        this.generator =
                new Generator(
                        pyramid, new KvPlan(setup.batch(), context), PREFILL_TOKENS_PER_ROUND);
        this.speculation =
                drafts
                        ? new Speculation(true, false, setup.draftLength(), setup.draftLength())
                        : Speculation.OFF;
    }

    public static void main(String[] arguments) throws Exception {
        try (PyramidionWorker worker = new PyramidionWorker(Setup.parse(arguments))) {
            Worker.serve(worker);
        }
    }

    @Override
    public Answers answer(Question question) {
        long start = System.nanoTime();
        List<Sequence> sequences = new ArrayList<>();
        for (String prompt : question.prompts()) {
            sequences.add(
                    pyramid.sequences()
                            .create(
                                    Integer.toString(sequences.size()),
                                    tokenizer.encode(prompt, false),
                                    new int[0],
                                    SamplingParameters.greedy(question.tokens()),
                                    speculation,
                                    context));
        }
        Beginning beginning = new Beginning(sequences);
        generator.run(sequences, round -> beginning.look());
        long end = System.nanoTime();
        List<String> texts = sequences.stream().map(this::text).toList();
        long tokens = texts.stream().mapToLong(this::count).sum();
        long before = beginning.texts.stream().mapToLong(this::count).sum();
        return new Answers(
                texts, tokens, (end - start) / 1e9, tokens - before, (end - beginning.nanos) / 1e9);
    }

    private String text(Sequence sequence) {
        return tokenizer.decode(sequence.generatedTokens());
    }

    private int count(String text) {
        return tokenizer.encode(text, false).length;
    }

    /** When every answer had its first token, and how far each had come. */
    private final class Beginning {

        private final List<Sequence> sequences;
        private List<String> texts = List.of();
        private long nanos;

        private Beginning(List<Sequence> sequences) {
            this.sequences = sequences;
        }

        private void look() {
            if (texts.isEmpty()
                    && sequences.stream().allMatch(each -> each.generatedTokens().length > 0)) {
                nanos = System.nanoTime();
                texts = sequences.stream().map(PyramidionWorker.this::text).toList();
            }
        }
    }

    @Override
    public void close() {
        generator.close();
        lease.close();
    }
}
