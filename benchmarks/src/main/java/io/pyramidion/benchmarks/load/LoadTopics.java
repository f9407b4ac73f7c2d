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

import io.pyramidion.job.options.KafkaOptions;

import java.util.List;

/** The topics of a job with the standard names, and how to reach them. */
public record LoadTopics(String bootstrapServers) {

    /** Partitions of every topic. */
    public static final int PARTITIONS = 4;

    /** Topic that requests are sent to. */
    public static final String REQUESTS = KafkaOptions.REQUEST_TOPIC.defaultValue();

    /** Topic of results. */
    public static final String RESULTS = KafkaOptions.RESULT_TOPIC.defaultValue();

    /** Topic of token deltas. */
    public static final String DELTAS = KafkaOptions.DELTA_TOPIC.defaultValue();

    static final String DEAD_LETTERS = KafkaOptions.DEAD_LETTER_TOPIC.defaultValue();

    /** Every topic that a job needs. */
    public static String[] names() {
        return List.of(REQUESTS, RESULTS, DELTAS, DEAD_LETTERS).toArray(String[]::new);
    }
}
