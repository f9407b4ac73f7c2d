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
package io.pyramidion.cli.demo;

import io.pyramidion.cli.answers.StreamedText;
import io.pyramidion.cli.kafka.FeedEvent;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the demo sent and what has come back. No threads, no clock, no screen. */
final class DemoBoard {

    private final Map<String, GenerationRequest> sent = new LinkedHashMap<>();
    private final Map<String, StreamedText> streamed = new LinkedHashMap<>();
    private final List<GenerationResult> results = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int malformed;

    void sent(GenerationRequest request) {
        sent.put(request.getRequestId(), request);
    }

    void sentMalformed() {
        malformed++;
    }

    void came(FeedEvent event) {
        if (event instanceof FeedEvent.Result next) {
            results.add(next.result());
        } else if (event instanceof FeedEvent.Delta next) {
            streamed.computeIfAbsent(next.delta().getRequestId(), id -> new StreamedText())
                    .add(next.delta());
        } else if (event instanceof FeedEvent.Refused next) {
            refused.add(next.reason());
        }
    }

    /** Whether every request has a result and every malformed record was refused. */
    boolean isComplete() {
        return refused.size() >= malformed && sent.keySet().stream().allMatch(this::isDone);
    }

    Optional<GenerationRequest> request(String id) {
        return Optional.ofNullable(sent.get(id));
    }

    /** What came of a request's deltas, if it streamed. */
    Optional<StreamedText> streamed(String id) {
        return Optional.ofNullable(streamed.get(id));
    }

    List<GenerationRequest> requests() {
        return List.copyOf(sent.values());
    }

    List<GenerationResult> results() {
        return List.copyOf(results);
    }

    List<String> refused() {
        return List.copyOf(refused);
    }

    int malformed() {
        return malformed;
    }

    /** Generated tokens known of: of results, and of streams that have none yet. */
    long tokens() {
        long done = results.stream().mapToLong(r -> r.getUsage().getCompletionTokens()).sum();
        long open =
                streamed.entrySet().stream()
                        .filter(entry -> !isDone(entry.getKey()))
                        .mapToLong(entry -> entry.getValue().tokens())
                        .sum();
        return done + open;
    }

    private boolean isDone(String id) {
        return results.stream().anyMatch(result -> result.getRequestId().equals(id));
    }
}
