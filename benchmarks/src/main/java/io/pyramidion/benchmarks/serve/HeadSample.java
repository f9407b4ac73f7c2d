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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.engine.speculation.Arm;

import java.util.Map;

/**
 * What a head said of itself at a moment.
 *
 * @param at seconds from when the watch began
 * @param pressure ordinal of the level
 * @param candidates tokens that the target verified for a request in a recent round, on average
 * @param rounds so far, by arm
 */
record HeadSample(
        double at,
        double running,
        double waiting,
        double pressure,
        double candidates,
        Map<Arm, Double> rounds) {}
