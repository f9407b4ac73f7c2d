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

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Finds what is wrong with an output. Holds a bit for each row and a text for each prompt, so that
 * a million rows are no matter.
 */
final class BulkCheck {

    /** Faults that leave a line of OpenAI Batch without an id. */
    private static final int NAMELESS = 3;

    private final BulkFormat format;
    private final long rows;
    private final List<String> wanted;
    private final int tokens;
    private final BitSet seen = new BitSet();
    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<String, Long> nameless = new HashMap<>();
    private long good;
    private long bad;
    private long doubled;
    private long otherTexts;
    private long otherColumns;
    private long wrongly;
    private long unexplained;

    /**
     * @param wanted greedy text of the target for each prompt, from its beginning; empty where it
     *     is not known: then all rows with a prompt have the same one
     * @param tokens that an answer may have
     */
    BulkCheck(BulkFormat format, long rows, List<String> wanted, int tokens) {
        this.format = format;
        this.rows = rows;
        this.wanted = wanted;
        this.tokens = tokens;
    }

    void take(BulkAnswer answer) {
        if (answer.number().isEmpty()) {
            nameless.merge(answer.failure().orElse("answered"), 1L, Long::sum);
            return;
        }
        long number = answer.number().getAsLong();
        if (number < 0 || number >= rows) {
            wrongly++;
            return;
        }
        if (seen.get((int) number)) {
            doubled++;
            return;
        }
        seen.set((int) number);
        BulkRow row = BulkRow.of(number, wanted.size());
        otherColumns += answer.columnsKept() ? 0 : 1;
        if (row.isGood() != answer.failure().isEmpty()) {
            wrongly++;
        } else if (row.isGood()) {
            good++;
            otherTexts += isRight(row.prompt(), answer) ? 0 : 1;
        } else {
            bad++;
            String why = format.faults().get(row.fault().getAsInt());
            Pattern named = Pattern.compile("\\b" + Pattern.quote(why) + "\\b");
            unexplained += named.matcher(answer.failure().get()).find() ? 0 : 1;
        }
    }

    private boolean isRight(int prompt, BulkAnswer answer) {
        String text = answer.text();
        String first = texts.putIfAbsent(prompt, text);
        String greedy = wanted.get(prompt);
        boolean whole = text.equals(greedy) || answer.tokens() == tokens;
        return Objects.requireNonNullElse(first, text).equals(text)
                && (greedy.isEmpty() || greedy.startsWith(text) && whole);
    }

    BulkVerdict verdict() {
        long lost = 0;
        Map<String, Long> left = new HashMap<>(nameless);
        for (long number = seen.nextClearBit(0);
                number < rows;
                number = seen.nextClearBit((int) number + 1)) {
            BulkRow row = BulkRow.of(number, wanted.size());
            boolean isNameless =
                    format == BulkFormat.OPENAI && row.fault().orElse(NAMELESS) < NAMELESS;
            String why = isNameless ? format.faults().get(row.fault().getAsInt()) : "";
            if (left.getOrDefault(why, 0L) > 0) {
                left.merge(why, -1L, Long::sum);
                bad++;
            } else {
                lost++;
            }
        }
        long more = left.values().stream().mapToLong(Long::longValue).sum();
        return new BulkVerdict(
                good, bad, lost, doubled + more, otherTexts, otherColumns, wrongly, unexplained);
    }
}
