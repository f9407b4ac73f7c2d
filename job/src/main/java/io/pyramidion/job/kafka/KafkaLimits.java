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

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.BoundedOption;
import org.apache.flink.configuration.MemorySize;

/** How large records may be that the job writes. */
final class KafkaLimits {

    /** What a topic accepts unless it is configured otherwise, bytes. */
    static final long STANDARD_BYTES = 1_048_588;

    /**
     * What a delta may take, bytes: the key and headers that it echoes, two ids, the longest stop
     * text, which is held back, once more in a trace, and the tokens of the longest round at some
     * 700 bytes each.
     */
    static final long LARGEST_DELTA = (64 << 10) + RecordLimits.ECHO_BYTES;

    private KafkaLimits() {}

    static long result(Settings settings) {
        return bytes(settings, KafkaOptions.RESULT_MAX_BYTES);
    }

    static long deadLetter(Settings settings) {
        return bytes(settings, KafkaOptions.DEAD_LETTER_MAX_BYTES);
    }

    private static long bytes(Settings settings, BoundedOption<MemorySize> option) {
        return settings.find(option).map(MemorySize::getBytes).orElse(STANDARD_BYTES);
    }
}
