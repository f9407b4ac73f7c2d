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
package io.pyramidion.benchmarks.control;

import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;

import java.util.concurrent.CompletionStage;

/** Lets a source send as fast as it can while there is a flood, and nothing at other times. */
final class FloodGate implements RateLimiter<NumberSequenceSource.NumberSequenceSplit> {

    /** Makes one for each subtask. */
    static final class Strategy
            implements RateLimiterStrategy<NumberSequenceSource.NumberSequenceSplit> {

        private static final long serialVersionUID = 1L;

        @Override
        public RateLimiter<NumberSequenceSource.NumberSequenceSplit> createRateLimiter(
                int parallelism) {
            return new FloodGate();
        }
    }

    @Override
    public CompletionStage<Void> acquire(int requests) {
        return Floods.gate();
    }
}
