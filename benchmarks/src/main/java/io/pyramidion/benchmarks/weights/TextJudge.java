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
package io.pyramidion.benchmarks.weights;

import io.pyramidion.benchmarks.family.Prompt;
import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.Draw;
import io.pyramidion.engine.decoder.KvCache;
import io.pyramidion.engine.decoder.Row;
import io.pyramidion.engine.sampling.SamplingParameters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a model finds of texts that another one wrote: it reads them, and writes nothing. */
final class TextJudge {

    private static final Draw DRAW = new Draw(SamplingParameters.greedy(1), 0);

    private final List<Prompt> prompts;
    private final List<int[]> texts;

    /**
     * What a model finds of a text.
     *
     * @param logProbability mean of a token, natural logarithm
     * @param likeliest the token that it finds likeliest, at each place of the text
     */
    record Judged(double logProbability, int[] likeliest) {

        /** At how many places another model finds the same token likeliest. */
        int agreesWith(Judged other) {
            int same = 0;
            for (int i = 0; i < likeliest.length; i++) {
                same += likeliest[i] == other.likeliest[i] ? 1 : 0;
            }
            return same;
        }
    }

    /**
     * @param prompts of the texts, one for each, with at least one token
     */
    TextJudge(List<Prompt> prompts, List<int[]> texts) {
        this.prompts = prompts;
        this.texts = texts;
    }

    List<Judged> judge(Decoder decoder) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            judged.add(judge(decoder, prompts.get(i).tokens(), texts.get(i)));
        }
        return judged;
    }

    private static Judged judge(Decoder decoder, int[] prompt, int[] text) {
        int[] read = Arrays.copyOf(prompt, prompt.length + text.length - 1);
        System.arraycopy(text, 0, read, prompt.length, text.length - 1);
        Row row = new Row(0, 0, read, Collections.nCopies(text.length, DRAW));
        double sum = 0;
        int[] likeliest = new int[text.length];
        try (KvCache cache = decoder.allocate(1, read.length)) {
            double[][] logits = decoder.logits(cache, List.of(row));
            for (int i = 0; i < text.length; i++) {
                likeliest[i] = likeliest(logits[i]);
                sum += logits[i][text[i]] - mass(logits[i], logits[i][likeliest[i]]);
            }
        }
        return new Judged(sum / text.length, likeliest);
    }

    private static int likeliest(double[] logits) {
        int best = 0;
        for (int token = 1; token < logits.length; token++) {
            best = logits[token] > logits[best] ? token : best;
        }
        return best;
    }

    private static double mass(double[] logits, double most) {
        return most + Math.log(Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum());
    }
}
