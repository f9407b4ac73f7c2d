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
package io.pyramidion.operators.batch;

import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Keeps event time behind the requests that are still to be answered, so that no result is late.
 * Knows the event times of all requests between arrival and answer.
 */
public final class WatermarkHold {

    private final TreeMap<Long, Integer> unanswered = new TreeMap<>();
    private long arrived = Long.MIN_VALUE;
    private long released = Long.MIN_VALUE;

    void requestArrived(long eventTime) {
        unanswered.merge(eventTime, 1, Integer::sum);
    }

    void requestAnswered(long eventTime) {
        unanswered.computeIfPresent(eventTime, (ignored, count) -> count == 1 ? null : count - 1);
    }

    /** Takes note of a watermark that came in. */
    public void watermarkArrived(long watermark) {
        arrived = Math.max(arrived, watermark);
    }

    /** The watermark to send on now; empty if it is the one sent last. */
    public OptionalLong release() {
        long due = unanswered.isEmpty() ? arrived : Math.min(arrived, unanswered.firstKey() - 1);
        if (due <= released) {
            return OptionalLong.empty();
        }
        released = due;
        return OptionalLong.of(due);
    }
}
