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

import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a job writes: results by request, dead letters by the record that they stand for, and
 * token deltas. Follows the topics from their beginning while it is open.
 */
public final class AnswerLog implements AutoCloseable {

    private final JsonCodec<GenerationResult> results = new JsonCodec<>(GenerationResult.class);
    private final JsonCodec<TokenDelta> deltas = new JsonCodec<>(TokenDelta.class);
    private final Map<String, List<GenerationResult>> byRequest = new HashMap<>();
    private final Map<String, Integer> letters = new HashMap<>();
    private final StreamedTokens tokens = new StreamedTokens();
    private final List<TopicFollower> followers;

    public AnswerLog(LoadTopics topics) {
        this.followers =
                List.of(
                        new TopicFollower(topics, LoadTopics.RESULTS, this::addResult),
                        new TopicFollower(topics, LoadTopics.DEAD_LETTERS, this::addLetter),
                        new TopicFollower(topics, LoadTopics.DELTAS, this::addDelta));
        followers.forEach(TopicFollower::start);
    }

    /** How many records of the load have been answered, by a result or a dead letter only. */
    public synchronized int answered() {
        long lettersOnly =
                letters.keySet().stream().filter(id -> !byRequest.containsKey(id)).count();
        return byRequest.size() + (int) lettersOnly;
    }

    /** Results by request id. */
    public synchronized Map<String, List<GenerationResult>> results() {
        Map<String, List<GenerationResult>> copy = new TreeMap<>();
        byRequest.forEach((id, all) -> copy.put(id, List.copyOf(all)));
        return copy;
    }

    /** Keys of the records that have a dead letter. */
    public synchronized Set<String> letters() {
        return Set.copyOf(letters.keySet());
    }

    /** Dead letters that came again. */
    public synchronized int repeatedLetters() {
        return letters.values().stream().mapToInt(count -> count - 1).sum();
    }

    /** All that came so far. */
    public synchronized Answers answers() {
        return new Answers(results(), letters(), tokens);
    }

    public StreamedTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        followers.forEach(TopicFollower::close);
    }

    private synchronized void addResult(ConsumerRecord<byte[], byte[]> record) {
        GenerationResult result = results.decode(record.value());
        byRequest.computeIfAbsent(result.getRequestId(), id -> new ArrayList<>()).add(result);
    }

    private synchronized void addLetter(ConsumerRecord<byte[], byte[]> record) {
        Header message = record.headers().lastHeader("__connect.errors.offset");
        if (message == null) {
            throw new IllegalStateException("A dead letter without the offset of its record");
        }
        letters.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum);
    }

    private void addDelta(ConsumerRecord<byte[], byte[]> record) {
        tokens.add(deltas.decode(record.value()), System.currentTimeMillis());
    }
}
