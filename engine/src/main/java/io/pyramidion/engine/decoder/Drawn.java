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
package io.pyramidion.engine.decoder;

import java.util.Map;

/**
 * What a forward pass drew.
 *
 * @param tokens a token id for each draw, row by row in the order of their draws
 * @param divergences for each draw what its {@link Comparison} found, NaN where it has none
 * @param scores by index of the draw what its {@link Scoring} found
 * @param confidences by index of the draw how sure it was, of those that are measured
 */
public record Drawn(
        int[] tokens,
        double[] divergences,
        Map<Integer, Scores> scores,
        Map<Integer, Confidence> confidences) {}
