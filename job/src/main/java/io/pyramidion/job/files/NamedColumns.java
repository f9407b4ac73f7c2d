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
package io.pyramidion.job.files;

import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.schemas.GenerationRequest;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds before a job starts that no row could be answered, since the columns have other names than
 * the options say. It is told the names of the rows' columns until it {@link #isComplete}.
 */
final class NamedColumns {

    private static final Set<String> ASKING = Set.of("prompt", "messages", "prompt_token_ids");

    /** Enough for a person to find the right one. */
    private static final int SHOWN = 30;

    private final Settings settings;
    private final Columns columns;
    private final Set<String> missing = new LinkedHashSet<>();
    private final Set<String> shown = new LinkedHashSet<>();
    private boolean asks;

    NamedColumns(Settings settings) {
        this.settings = settings;
        this.columns = Columns.of(settings);
        options()
                .filter(option -> option.isGiven(settings.options()))
                .forEach(option -> missing.add(settings.get(option)));
        GenerationRequest defaults = RequestDefaults.of(settings);
        asks =
                defaults.getPrompt() != null
                        || defaults.getMessages() != null
                        || defaults.getPromptTokenIds() != null;
    }

    private static Stream<BoundedOption<String>> options() {
        return Stream.of(
                FileOptions.PROMPT_COLUMN,
                FileOptions.MESSAGES_COLUMN,
                FileOptions.ID_COLUMN,
                FileOptions.SESSION_COLUMN);
    }

    /** Whether further rows cannot change what {@link #check} says. */
    boolean isComplete() {
        return asks && missing.isEmpty();
    }

    void add(Collection<String> names) {
        for (String name : names) {
            missing.remove(name);
            asks |= columns.field(name).filter(ASKING::contains).isPresent();
            if (shown.size() < SHOWN && !name.isEmpty()) {
                shown.add(name);
            }
        }
    }

    /**
     * Refuses columns that are not there. What has no columns at all is refused row by row.
     *
     * @throws OptionException naming the first option at fault
     */
    void check() {
        if (shown.isEmpty()) {
            return;
        }
        options()
                .filter(option -> missing.contains(settings.get(option)))
                .findFirst()
                .ifPresent(this::refuse);
        if (!asks) {
            refuse(FileOptions.PROMPT_COLUMN);
        }
    }

    private void refuse(BoundedOption<String> option) {
        throw new OptionException(
                option.refusal(
                        settings.get(option),
                        "a column of the input, which has " + String.join(", ", shown)));
    }

    /**
     * Refuses a table in which a column that means something stands twice.
     *
     * @throws OptionException naming it
     */
    static void requireEachOnce(List<String> names, Columns columns) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (columns.field(name).isPresent() && !seen.add(name)) {
                throw new OptionException(
                        "The input has two columns %s; allowed: one".formatted(name));
            }
        }
    }
}
