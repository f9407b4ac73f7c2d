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
package io.pyramidion.job.options;

import org.apache.flink.configuration.Configuration;

/** Where requests come from, or where their results go. */
public enum Endpoint {
    KAFKA("kafka"),
    FILES("files");

    private final String label;

    Endpoint(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }

    /** Whether a job has to do with Kafka at all. */
    static boolean usesKafka(Configuration options) {
        return JobOptions.SOURCE.get(options) == KAFKA || JobOptions.SINK.get(options) == KAFKA;
    }
}
