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
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Usage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the jobs say themselves of each request: its result, which comes with the next checkpoint.
 * Owns its follower.
 */
final class ResultLog implements AutoCloseable {

    private static final long LOOK_INTERVAL_MS = 50;

    private final JsonCodec<GenerationResult> codec = new JsonCodec<>(GenerationResult.class);
    private final Map<String, GenerationResult> results = new HashMap<>();
    private final TopicFollower follower;

    ResultLog(LoadTopics topics) {
        follower = new TopicFollower(topics, LoadTopics.RESULTS, this::add);
        follower.start();
    }

    /**
     * Waits for results.
     *
     * @throws BenchException if one does not come in time
     */
    void await(Collection<String> ids, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!has(ids)) {
            if (System.nanoTime() > deadline) {
                throw new BenchException(
                        "a result did not come within %d s after its last token"
                                .formatted(limit.toSeconds()));
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
    }

    private synchronized boolean has(Collection<String> ids) {
        return results.keySet().containsAll(ids);
    }

    /** What speculation brought over requests whose results have come. */
    synchronized Proposals proposals(Collection<String> ids) {
        Proposals sum = Proposals.NONE;
        for (String id : ids) {
            sum = sum.plus(Proposals.of(results.get(id).getSpeculation()));
        }
        return sum;
    }

    /** Tokens of a prompt that its job had to read, of a request whose result has come. */
    synchronized int readTokens(String id) {
        Usage usage = results.get(id).getUsage();
        return usage.getPromptTokensDetails() == null
                ? usage.getPromptTokens()
                : usage.getPromptTokens() - usage.getPromptTokensDetails().getCachedTokens();
    }

    @Override
    public void close() {
        follower.close();
    }

    private synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        GenerationResult result = codec.decode(record.value());
        results.put(result.getRequestId(), result);
    }
}
