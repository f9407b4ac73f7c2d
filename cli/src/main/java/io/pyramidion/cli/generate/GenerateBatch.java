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
package io.pyramidion.cli.generate;

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.tokenizer.BadWords;
import io.pyramidion.operators.request.PromptEncoder;
import io.pyramidion.operators.request.RequestReader;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.SpeculationPreference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The prompts of one {@code generate} as sequences, in order, with those that were refused. */
final class GenerateBatch {

    /**
     * A text to come.
     *
     * @param index its number among those of its prompt, from 0
     * @param sequence what makes it; empty if the prompt was refused
     */
    record Entry(int index, Optional<Sequence> sequence, Optional<InvalidRequestException> error) {}

    private final Pyramid pyramid;
    private final Speculation speculation;
    private final PromptEncoder prompts;
    private final List<Entry> entries = new ArrayList<>();

    GenerateBatch(Pyramid pyramid, Speculation speculation) {
        this.pyramid = pyramid;
        this.speculation = speculation;
        this.prompts =
                new PromptEncoder(
                        pyramid.tokenizer(), pyramid.chatTemplate(), pyramid.contextTokens());
    }

    void add(PromptSource.Prompt prompt) {
        try {
            GenerationRequest request =
                    prompt.request().orElseThrow(() -> prompt.error().orElseThrow());
            SamplingParameters sampling = sampling(request);
            int[] tokens = prompts.encode(request, List.of());
            int texts = RequestReader.texts(request);
            List<Sequence> sequences = new ArrayList<>();
            Speculation wish = speculation(request);
            // They differ in nothing but their seeds.
            for (int index = 0; index < texts; index++) {
                long seed = Noise.seed(sampling.seed(), index);
                sequences.add(sequence(tokens, sampling.withSeed(seed), wish));
            }
            if (texts > 1) {
                Sequence.sharePrompt(sequences);
            }
            for (int index = 0; index < texts; index++) {
                entries.add(new Entry(index, Optional.of(sequences.get(index)), Optional.empty()));
            }
        } catch (InvalidRequestException e) {
            entries.add(new Entry(0, Optional.empty(), Optional.of(e)));
        }
    }

    /** A prompt may say for itself whether to trace. */
    private Speculation speculation(GenerationRequest request) {
        SpeculationPreference own = request.getSpeculation();
        return own == null || own.getTrace() == null
                ? speculation
                : speculation.traced(own.getTrace());
    }

    /** What the models' own values have to be known for is refused here, with file and line too. */
    private SamplingParameters sampling(GenerationRequest request) {
        try {
            return SamplingOptions.parameters(
                    request,
                    pyramid.generationDefaults(),
                    words -> BadWords.spellings(pyramid.tokenizer(), words));
        } catch (InvalidRequestException e) {
            String line = request.getRequestId().isEmpty() ? "" : request.getRequestId() + ": ";
            throw new InvalidRequestException(e.field(), line + e.getMessage());
        }
    }

    private Sequence sequence(int[] tokens, SamplingParameters sampling, Speculation wish) {
        return pyramid.sequences()
                .create(
                        Integer.toString(entries.size()),
                        tokens,
                        new int[0],
                        sampling,
                        wish,
                        pyramid.contextTokens());
    }

    List<Entry> entries() {
        return entries;
    }

    List<Sequence> sequences() {
        return entries.stream().flatMap(entry -> entry.sequence().stream()).toList();
    }

    /** The context that the longest of the sequences can need. */
    int contextTokens() {
        long longest =
                sequences().stream()
                        .mapToLong(one -> (long) one.promptLength() + one.sampling().maxTokens())
                        .max()
                        .orElse(1);
        return (int) Math.min(longest, pyramid.contextTokens());
    }
}
