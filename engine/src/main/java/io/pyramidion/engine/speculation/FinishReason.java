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
package io.pyramidion.engine.speculation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a generation ended: the OpenAI API's names, and three of its own. */
public enum FinishReason {
    /** An end token, a stop token or a stop text came. */
    STOP,
    /** {@code max_tokens} or the context's end was reached. */
    LENGTH,
    /** Its sender wanted no more of it. */
    CANCELLED,
    /** Its time was up. */
    DEADLINE_EXCEEDED,
    /** It did not run, because there was more to do than could be done. */
    OVERLOADED;

    /** The reason of a name; empty if there is none. */
    public static Optional<FinishReason> find(String name) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.wireName().equals(name))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values())
                .map(FinishReason::wireName)
                .collect(Collectors.joining(", "));
    }

    /** The name that results carry. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
