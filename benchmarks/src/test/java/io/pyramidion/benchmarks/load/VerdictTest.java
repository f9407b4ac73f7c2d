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

import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.TokenDelta;
import io.pyramidion.schemas.Usage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A verdict that could not be bad would prove nothing. */
class VerdictTest {

    private static final int SENT = 200;

    @TempDir private Path folder;
    private LoadPlan plan;
    private Map<String, List<GenerationResult>> results;
    private Set<String> letters;
    private StreamedTokens tokens;

    @BeforeEach
    void answerEverythingAsItShallBe() throws Exception {
        Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"prompt\":\"p\"}\n");
        plan = LoadPlan.of(3, prompts);
        results = new HashMap<>();
        letters = new HashSet<>();
        tokens = new StreamedTokens();
        for (int number = 0; number < SENT; number++) {
            LoadRecord record = plan.record(number);
            switch (record.kind()) {
                case GOOD -> {
                    results.put(record.id(), new ArrayList<>(List.of(answer(record.id(), 7))));
                    tokens.add(delta(record.id(), 0, "7"), number);
                }
                case REFUSED -> {
                    results.put(record.id(), new ArrayList<>(List.of(refusal(record.id()))));
                    letters.add(record.key());
                }
                case UNREADABLE -> letters.add(record.key());
            }
        }
    }

    @Test
    void isGoodIfAllCameAsItShall() {
        Verdict verdict = verdict();

        assertThat(verdict.isGood()).as("%s", verdict).isTrue();
        assertThat(verdict.results() + verdict.letters()).isEqualTo(SENT);
        assertThat(verdict.letters()).isEqualTo(8);
    }

    @Test
    void namesALostResult() {
        results.remove("r-1");

        assertThat(verdict().isGood()).isFalse();
        assertThat(verdict().lost()).singleElement().asString().startsWith("r-1:");
    }

    @Test
    void namesALostDeadLetter() {
        letters.remove("r-23");

        assertThat(verdict().isGood()).isFalse();
        assertThat(verdict().lost()).singleElement().asString().startsWith("r-23:");
    }

    @Test
    void namesADoubledResult() {
        results.get("r-2").add(answer("r-2", 7));

        assertThat(verdict().isGood()).isFalse();
        assertThat(verdict().doubled()).containsExactly("r-2");
    }

    @Test
    void namesOneThatTheOtherRunHasOtherwise() {
        Answers calm = new Answers(new HashMap<>(results), letters, tokens);
        results.put("r-3", List.of(answer("r-3", 8)));

        Verdict verdict = Verdict.of(plan, SENT, new Answers(results, letters, tokens), calm);

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.different()).containsExactly("r-3");
    }

    @Test
    void namesADeltaThatCameAgainOtherwise() {
        tokens.add(delta("r-4", 0, "8"), SENT);

        assertThat(verdict().isGood()).isFalse();
        assertThat(verdict().contradictions())
                .containsExactly(
                        "delta of r-4: token 8 at 0 differs from the 7 that came first",
                        "delta of r-4: character 56 at 0 differs from the 55 that came first");
    }

    @Test
    void namesDeltasThatDoNotMakeTheText() {
        tokens.add(delta("r-6", 1, "9"), SENT);

        assertThat(verdict().contradictions())
                .containsExactly(
                        "the deltas of r-6 make another text",
                        "the deltas of r-6 have other tokens");
    }

    @Test
    void namesTextInAnotherPlace() {
        TokenDelta misplaced = delta("r-6", 0, "7");
        misplaced.setFirstCharacter(1);
        tokens.add(misplaced, SENT);

        assertThat(verdict().contradictions())
                .containsExactly("the deltas of r-6 make another text");
    }

    private Verdict verdict() {
        Answers answers = new Answers(results, letters, tokens);
        Map<String, List<GenerationResult>> calm = new HashMap<>();
        for (int number = 0; number < SENT; number++) {
            LoadRecord record = plan.record(number);
            if (record.kind() != LoadRecord.Kind.UNREADABLE) {
                boolean good = record.kind() == LoadRecord.Kind.GOOD;
                calm.put(
                        record.id(), List.of(good ? answer(record.id(), 7) : refusal(record.id())));
            }
        }
        return Verdict.of(plan, SENT, answers, new Answers(calm, letters, tokens));
    }

    private static TokenDelta delta(String id, int position, String text) {
        return TokenDelta.newBuilder()
                .setRequestId(id)
                .setFirstPosition(position)
                .setFirstCharacter(position)
                .setTokenIds(List.of(Integer.valueOf(text)))
                .setText(text)
                .build();
    }

    private static GenerationResult refusal(String id) {
        GenerationResult refusal = answer(id, 0);
        refusal.setTokenIds(List.of());
        refusal.setText("");
        refusal.setFinishReason("error");
        refusal.setError(new ErrorDetail("validate", "model", "no such model"));
        return refusal;
    }

    private static GenerationResult answer(String id, int token) {
        GenerationResult answer = new GenerationResult();
        answer.setRequestId(id);
        answer.setModel("m");
        answer.setText(String.valueOf(token));
        answer.setTokenIds(List.of(token));
        answer.setFinishReason("stop");
        answer.setUsage(new Usage());
        answer.setTimings(new Timings());
        answer.setSpeculation(new SpeculationStatistics());
        answer.setMetadata(Map.of());
        return answer;
    }
}
