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
package io.pyramidion.sql.model;

import io.pyramidion.operators.settings.BoundedOption;
import org.apache.flink.table.api.ValidationException;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a row may take. Flink fails the whole job when a row takes longer than its timeout; so a
 * row ends before that, with an error of its own.
 */
final class RowDeadline {

    /** Longer than a statement can live. */
    static final Duration NONE = Duration.ofDays(36_500);

    private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
    private static final int MARGIN_SHARE = 10;

    private RowDeadline() {}

    /**
     * The deadline of rows, counted from when Flink hands them on.
     *
     * @param given what model or query say
     * @param timeout Flink's; none if zero
     * @return {@link #NONE} if rows may take as long as they like
     * @throws ValidationException if Flink would end a row first
     */
    static Duration of(Optional<Duration> given, Duration timeout) {
        boolean limited = !timeout.isZero() && !timeout.isNegative();
        if (limited) {
            check(given, timeout);
        }
        Duration deadline = given.orElse(limited ? before(timeout) : NONE);
        return deadline.compareTo(NONE) < 0 ? deadline : NONE;
    }

    private static void check(Optional<Duration> given, Duration timeout) {
        if (given.isPresent() && given.get().compareTo(timeout) >= 0) {
            throw new ValidationException(
                    "deadline is %s; allowed: less than Flink's timeout, which is %s (option timeout in MAP, else table.exec.async-ml-predict.timeout)"
                            .formatted(
                                    BoundedOption.text(given.get()), BoundedOption.text(timeout)));
        }
    }

    /** A tenth earlier and at least a second, but not before half of it. */
    private static Duration before(Duration timeout) {
        Duration margin = timeout.dividedBy(MARGIN_SHARE);
        Duration early = timeout.minus(margin.compareTo(LEAST_MARGIN) < 0 ? LEAST_MARGIN : margin);
        Duration half = timeout.dividedBy(2);
        return early.compareTo(half) < 0 ? half : early;
    }
}
