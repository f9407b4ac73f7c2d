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
package io.pyramidion.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the files beside {@code tokenizer.json} say of a tokenizer.
 *
 * @param specialTokens texts of the special tokens by their names, such as {@code bos_token}
 * @param addedTokens what those files declare, in the order in which transformers adds them
 * @param chatTemplates Jinja templates by their names; the one without a name is {@code default}
 * @param build how it is made
 */
record TokenizerSettings(
        Map<String, String> specialTokens,
        List<AddedToken> addedTokens,
        Map<String, String> chatTemplates,
        TokenizerBuild build) {

    /** The name of a template that has none. */
    static final String DEFAULT = "default";

    TokenizerSettings {
        specialTokens = Map.copyOf(specialTokens);
        addedTokens = List.copyOf(addedTokens);
        chatTemplates = Map.copyOf(chatTemplates);
    }

    Optional<String> chatTemplate() {
        return Optional.ofNullable(chatTemplates.get(DEFAULT));
    }
}
