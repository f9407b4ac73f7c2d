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

import java.util.List;

/**
 * What is run.
 *
 * @param rows of each file
 * @param kills how often a run is killed
 * @param seed of the moments of the kills
 * @param prompts that the rows have in turn
 * @param wanted the greedy text of each prompt; empty where it is not known
 * @param tokens that an answer may have
 * @param arguments of {@code batch} beside files and format
 */
record BulkPlan(
        long rows,
        long kills,
        long seed,
        List<String> prompts,
        List<String> wanted,
        int tokens,
        List<String> arguments) {}
