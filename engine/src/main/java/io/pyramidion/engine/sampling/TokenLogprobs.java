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
package io.pyramidion.engine.sampling;

/**
 * How likely the target model found a generated token: natural logarithms of probabilities of its
 * own distribution at temperature 1, before rules and truncation, as vLLM and the OpenAI API give
 * them.
 *
 * @param logprob of the generated token
 * @param topIds the likeliest tokens in its place, likeliest first, as many as the request asked
 *     for; the generated one need not be among them
 * @param topLogprobs theirs
 */
public record TokenLogprobs(double logprob, int[] topIds, double[] topLogprobs) {}
