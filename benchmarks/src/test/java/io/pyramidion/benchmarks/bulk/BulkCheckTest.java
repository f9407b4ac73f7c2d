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
package io.pyramidion.benchmarks.bulk;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind of fault is found. */
class BulkCheckTest {

    private static final int ROWS = 1000;
    private static final List<String> WANTED = List.of("one two three four", "no");

    private final List<BulkAnswer> answers = new ArrayList<>();

    BulkCheckTest() {
        for (int number = 0; number < ROWS; number++) {
            answers.add(right(number));
        }
    }

    @Test
    void findsNothingInWhatIsRight() {
        assertThat(found(BulkFormat.JSONL))
                .isEqualTo(new BulkVerdict(990, 10, 0, 0, 0, 0, 0, 0))
                .matches(BulkVerdict::isClean);
    }

    @Test
    void findsALostRow() {
        answers.remove(17);

        assertThat(found(BulkFormat.JSONL).lost()).isOne();
        assertThat(found(BulkFormat.JSONL).isClean()).isFalse();
    }

    @Test
    void findsADoubledRow() {
        answers.add(right(17));

        assertThat(found(BulkFormat.JSONL).doubled()).isOne();
    }

    @Test
    void findsATextThatIsNotTheTargetsOrTooShort() {
        answers.set(2, good(2, "one zwo", true));
        answers.set(4, BulkAnswer.answered(4, "one", 1, true));

        assertThat(found(BulkFormat.JSONL).otherTexts()).isEqualTo(2);
    }

    @Test
    void findsTextsOfOnePromptThatDifferThoughTheRightOneIsNotKnown() {
        BulkCheck check = new BulkCheck(BulkFormat.JSONL, ROWS, List.of("", ""), 6);
        answers.set(998, good(998, "one two four", true));
        answers.forEach(check::take);

        assertThat(check.verdict().otherTexts()).isOne();
    }

    @Test
    void findsColumnsThatWereNotKept() {
        answers.set(3, good(3, "no", false));

        assertThat(found(BulkFormat.JSONL).otherColumns()).isOne();
    }

    @Test
    void findsABadRowThatWasAnsweredAndAGoodOneThatWasRefused() {
        answers.set(57, good(57, "no", true));
        answers.set(58, refused(58, "JSON"));

        assertThat(found(BulkFormat.JSONL).wrongly()).isEqualTo(2);
    }

    @Test
    void findsARefusalThatDoesNotNameTheFault() {
        answers.set(557, refused(557, "max_tokens_of_a is wrong, and temperatures are"));

        assertThat(found(BulkFormat.JSONL).unexplained()).isOne();
    }

    @Test
    void countsLinesWithoutAnIdByTheirCode() {
        answers.clear();
        for (int number = 0; number < ROWS; number++) {
            BulkRow row = BulkRow.of(number, WANTED.size());
            String why = row.isGood() ? "" : BulkFormat.OPENAI.faults().get(row.fault().getAsInt());
            boolean named = row.fault().orElse(3) > 2;
            answers.add(
                    named
                            ? row.isGood() ? right(number) : refused(number, why)
                            : BulkAnswer.refused(OptionalLong.empty(), why, true));
        }
        assertThat(found(BulkFormat.OPENAI)).isEqualTo(new BulkVerdict(990, 10, 0, 0, 0, 0, 0, 0));

        answers.set(57, BulkAnswer.refused(OptionalLong.empty(), "?", true));
        assertThat(found(BulkFormat.OPENAI).lost()).isOne();
        assertThat(found(BulkFormat.OPENAI).doubled()).isOne();
    }

    private BulkVerdict found(BulkFormat format) {
        BulkCheck check = new BulkCheck(format, ROWS, WANTED, 6);
        answers.forEach(check::take);
        return check.verdict();
    }

    private static BulkAnswer right(int number) {
        BulkRow row = BulkRow.of(number, WANTED.size());
        return row.isGood()
                ? good(number, row.prompt() == 0 ? "one two" : "no", true)
                : refused(number, BulkFormat.JSONL.faults().get(row.fault().getAsInt()));
    }

    private static BulkAnswer good(int number, String text, boolean kept) {
        return BulkAnswer.answered(number, text, 6, kept);
    }

    private static BulkAnswer refused(int number, String why) {
        return BulkAnswer.refused(OptionalLong.of(number), why, true);
    }
}
