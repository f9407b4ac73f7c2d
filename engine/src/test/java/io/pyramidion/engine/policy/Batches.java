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
package io.pyramidion.engine.policy;

import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.Objective;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import io.pyramidion.engine.speculation.Tolerance;
import io.pyramidion.engine.tokenizer.IncrementalDecoder;
import io.pyramidion.engine.tokenizer.TextStream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Sequences, forecasts and costs without a model. */
final class Batches {

    static final Speculation ADAPTIVE = new Speculation(true, true, 16, 16);
    static final Speculation FIXED =
            new Speculation(true, false, 5, 1, false, Tolerance.NONE, false);

    /** Tokens of the prompt of every sequence here. */
    static final int PROMPT = 4;

    static final int MAX_TOKENS = 100;
    static final double MILLI = 1e6;

    private Batches() {}

    static List<Sequence> adaptive(int count) {
        List<Sequence> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(sequence(ADAPTIVE, 0));
        }
        return batch;
    }

    static Sequence sequence(Speculation speculation, int generated) {
        return sequence(speculation, generated, 1);
    }

    static Sequence sequence(Speculation speculation, int generated, double temperature) {
        SamplingParameters sampling =
                new SamplingParameters(
                        temperature, 1, 0, 0, 7, MAX_TOKENS, 0, List.of(), Set.of(), true);
        return new Sequence(
                "s",
                new int[PROMPT],
                new int[generated],
                sampling,
                speculation,
                Set.of(),
                new TextStream(new NoText(), List.of()),
                1000);
    }

    /** One whose first token came at time 0. */
    static Sequence paced(int generated, double tpotMillis) {
        Sequence sequence = sequence(ADAPTIVE, generated);
        sequence.aim(new Objective(Long.MAX_VALUE, tpotMillis * MILLI), OptionalLong.of(0));
        return sequence;
    }

    /** A forecast in which all sequences are alike, and no model has anything to read. */
    static Forecast forecast(
            List<Sequence> batch, double draftTarget, double qualifierTarget, double inner) {
        int size = batch.size();
        int[] most =
                batch.stream()
                        .mapToInt(
                                s ->
                                        s.speculation().adaptive()
                                                ? s.speculation().maxCandidates()
                                                : 0)
                        .toArray();
        return new Forecast(
                batch,
                filled(size, draftTarget),
                filled(size, qualifierTarget),
                filled(size, inner),
                most,
                new int[ModelRole.values().length][size],
                Pacing.of(batch, 0, 0));
    }

    static double[] filled(int size, double value) {
        double[] filled = new double[size];
        Arrays.fill(filled, value);
        return filled;
    }

    /** A model whose every pass takes so long whatever it feeds, and so much for each position. */
    static PassCurve line(double fixedMillis, double millisPerPosition) {
        return PassCurve.straight(fixedMillis * MILLI, millisPerPosition * MILLI);
    }

    static PassCosts costs(PassCurve draft, PassCurve qualifier, PassCurve target) {
        Map<ModelRole, PassCosts.Curves> models = new EnumMap<>(ModelRole.class);
        models.put(ModelRole.DRAFT, new PassCosts.Curves(draft, draft));
        models.put(ModelRole.QUALIFIER, new PassCosts.Curves(qualifier, qualifier));
        models.put(ModelRole.TARGET, new PassCosts.Curves(target, target));
        return new PassCosts(models);
    }

    /** A machine on which passes cost by the number of weights, whatever they feed. */
    static PassCosts readingBound() {
        return costs(line(10, 0.1), line(25, 0.3), line(57, 0.5));
    }

    private static final class NoText implements IncrementalDecoder {

        @Override
        public String append(int tokenId) {
            return "";
        }

        @Override
        public String finish() {
            return "";
        }
    }
}
