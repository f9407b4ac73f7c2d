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
package io.pyramidion.peers.worker;

import java.util.List;

/**
 * What a batch of prompts came to. Tokens are those of the answers' texts, end tokens left out.
 *
 * @param texts the answers, in the order of their prompts
 * @param tokens of all answers
 * @param seconds from the prompts to the last token
 * @param decodedTokens those that came after every answer had begun
 * @param decodeSeconds from when every answer had begun to the last token
 */
public record Answers(
        List<String> texts,
        long tokens,
        double seconds,
        long decodedTokens,
        double decodeSeconds) {}
