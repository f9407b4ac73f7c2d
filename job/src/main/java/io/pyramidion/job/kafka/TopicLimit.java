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
package io.pyramidion.job.kafka;

/**
 * How large a record a topic takes.
 *
 * @param topic name of the topic
 * @param bytes its {@code max.message.bytes}
 */
record TopicLimit(String topic, long bytes) {

    static final String MAX_MESSAGE_BYTES = "max.message.bytes";

    /**
     * Checks that the topic takes records of a size.
     *
     * @param what records of which kind, for the message
     * @throws StartException if it does not
     */
    void requireAtLeast(long minBytes, String what) {
        if (bytes < minBytes) {
            throw new StartException(
                    "%s of topic %s is %d; allowed: at least %d, for %s"
                            .formatted(MAX_MESSAGE_BYTES, topic, bytes, minBytes, what));
        }
    }
}
