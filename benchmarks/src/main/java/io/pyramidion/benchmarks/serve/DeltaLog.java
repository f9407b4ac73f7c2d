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

import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.benchmarks.load.TopicFollower;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of the requests, delta by delta. Takes the times at which deltas arrive here: results
 * arrive with the next checkpoint only. Owns its follower.
 */
final class DeltaLog implements AutoCloseable {

    private final JsonCodec<TokenDelta> codec = new JsonCodec<>(TokenDelta.class);
    private final Map<String, Stream> streams = new HashMap<>();
    private final TopicFollower follower;
    private int ended;

    /** The deltas of one request. */
    private static final class Stream {

        private final TreeMap<Integer, Integer> tokens = new TreeMap<>();
        private long first;
        private long last;
        private String finishReason;
    }

    DeltaLog(LoadTopics topics) {
        follower = new TopicFollower(topics, LoadTopics.DELTAS, this::add);
        follower.start();
    }

    /** Requests that have ended, since the log was opened. */
    synchronized int ended() {
        return ended;
    }

    /**
     * The answer to a request.
     *
     * @param due when it was due, nanoseconds of {@link System#nanoTime}
     * @return empty if it has not ended
     */
    synchronized Optional<Answer> answer(String id, Planned request, long due) {
        Stream stream = streams.get(id);
        if (stream == null || stream.finishReason == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Answer(
                        id,
                        request,
                        (stream.first - due) / 1e6,
                        (stream.last - due) / 1e6,
                        List.copyOf(stream.tokens.values()),
                        stream.finishReason));
    }

    @Override
    public void close() {
        follower.close();
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        add(codec.decode(record.value()), System.nanoTime());
    }

    /** Deltas come at least once: what stood already does not count. */
    synchronized void add(TokenDelta delta, long now) {
        Stream stream = streams.computeIfAbsent(delta.getRequestId(), id -> new Stream());
        int known = stream.tokens.size();
        int position = delta.getFirstPosition();
        for (Integer token : delta.getTokenIds()) {
            stream.tokens.putIfAbsent(position++, token);
        }
        if (stream.tokens.size() > known) {
            stream.first = known == 0 ? now : stream.first;
            stream.last = now;
        }
        if (delta.getFinishReason() != null && stream.finishReason == null) {
            stream.finishReason = delta.getFinishReason();
            stream.last = now;
            stream.first = stream.tokens.isEmpty() ? now : stream.first;
            ended++;
        }
    }
}
