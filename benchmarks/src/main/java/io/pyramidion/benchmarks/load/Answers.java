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

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a job answered.
 *
 * @param results by request id, in the order in which they came
 * @param letters keys of the records that have a dead letter
 * @param tokens what was streamed
 */
public record Answers(
        Map<String, List<GenerationResult>> results, Set<String> letters, StreamedTokens tokens) {}
