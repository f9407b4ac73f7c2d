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

/** Whose proposal a token is that stands. */
public enum TokenProposer {
    DRAFT,
    QUALIFIER,
    /** Nobody proposed it: the target drew it itself. */
    TARGET,
    /** A guess from the text itself, whichever model drew it too. */
    LOOKUP;

    static TokenProposer of(ModelRole model) {
        return switch (model) {
            case DRAFT -> DRAFT;
            case QUALIFIER -> QUALIFIER;
            case TARGET -> TARGET;
        };
    }

    /** The proposer of a name; empty if there is none. */
    public static Optional<TokenProposer> find(String name) {
        return Arrays.stream(values()).filter(each -> each.wireName().equals(name)).findFirst();
    }

    /** The name in results and checkpoints. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
