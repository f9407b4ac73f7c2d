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
package io.pyramidion.benchmarks.load;

import io.pyramidion.schemas.GenerationResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a disturbed run gave, against what was sent and what an undisturbed run gave.
 *
 * @param sent records sent
 * @param results good requests with a result
 * @param letters poison records with a dead letter
 * @param lost records without what they shall get
 * @param doubled requests with more than one result
 * @param different requests whose text, token ids, reason or error the other run has otherwise
 * @param contradictions token deltas that contradict others or their result
 */
public record Verdict(
        int sent,
        int results,
        int letters,
        List<String> lost,
        List<String> doubled,
        List<String> different,
        List<String> contradictions) {

    /** Compares. */
    public static Verdict of(LoadPlan plan, int sent, Answers disturbed, Answers calm) {
        Map<String, List<GenerationResult>> given = disturbed.results();
        Map<String, List<GenerationResult>> wanted = calm.results();
        int results = 0;
        int letters = 0;
        List<String> lost = new ArrayList<>();
        List<String> doubled = new ArrayList<>();
        List<String> different = new ArrayList<>();
        List<String> contradictions = new ArrayList<>(disturbed.tokens().conflicts());
        for (int number = 0; number < sent; number++) {
            LoadRecord record = plan.record(number);
            List<GenerationResult> answers = given.getOrDefault(record.id(), List.of());
            boolean letter = disturbed.letters().contains(record.key());
            boolean good = record.kind() == LoadRecord.Kind.GOOD;
            boolean answered = !answers.isEmpty();
            if (good && answered) {
                results++;
            }
            if (!good && letter) {
                letters++;
            }
            if (good != answered && record.kind() != LoadRecord.Kind.REFUSED
                    || good == letter
                    || record.kind() == LoadRecord.Kind.REFUSED && !answered) {
                lost.add(record.id() + ": " + answers.size() + " results, dead letter " + letter);
            }
            if (answers.size() > 1) {
                doubled.add(record.id());
            }
            for (GenerationResult answer : answers) {
                List<GenerationResult> other = wanted.getOrDefault(record.id(), List.of());
                if (other.size() != 1 || !same(answer, other.get(0))) {
                    different.add(record.id());
                }
                if (good && !disturbed.tokens().text(record.id()).equals(answer.getText())) {
                    contradictions.add("the deltas of " + record.id() + " make another text");
                }
                if (good
                        && !disturbed.tokens().tokenIds(record.id()).equals(answer.getTokenIds())) {
                    contradictions.add("the deltas of " + record.id() + " have other tokens");
                }
            }
        }
        return new Verdict(sent, results, letters, lost, doubled, different, contradictions);
    }

    /** Whether all came as promised. */
    public boolean isGood() {
        return sent == results + letters
                && lost.isEmpty()
                && doubled.isEmpty()
                && different.isEmpty()
                && contradictions.isEmpty();
    }

    private static boolean same(GenerationResult one, GenerationResult other) {
        return one.getTokenIds().equals(other.getTokenIds())
                && one.getText().equals(other.getText())
                && one.getFinishReason().equals(other.getFinishReason())
                && (one.getError() == null) == (other.getError() == null)
                && (one.getError() == null
                        || one.getError().getMessage().equals(other.getError().getMessage()));
    }
}
