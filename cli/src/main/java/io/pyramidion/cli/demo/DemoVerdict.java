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
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the demo saw what it must: each request answered exactly once and without an error, its
 * stream the same text as its result, each malformed record refused exactly once.
 *
 * @param problems one line for each thing that is not so; none if all is well
 */
record DemoVerdict(List<String> problems) {

    static DemoVerdict of(DemoBoard board) {
        List<String> problems = new ArrayList<>();
        Map<String, Long> counts =
                board.results().stream()
                        .collect(
                                Collectors.groupingBy(
                                        GenerationResult::getRequestId, Collectors.counting()));
        for (GenerationRequest request : board.requests()) {
            long count = counts.getOrDefault(request.getRequestId(), 0L);
            if (count != 1) {
                problems.add(request.getRequestId() + " has " + count + " results; expected: 1");
            }
        }
        unexpected(board, counts.keySet(), problems);
        board.results().forEach(result -> check(result, board, problems));
        if (board.refused().size() != board.malformed()) {
            problems.add(
                    board.refused().size()
                            + " records in the dead letters; expected: "
                            + board.malformed());
        }
        return new DemoVerdict(List.copyOf(problems));
    }

    boolean isGood() {
        return problems.isEmpty();
    }

    private static void unexpected(DemoBoard board, Set<String> answered, List<String> problems) {
        Set<String> asked =
                board.requests().stream()
                        .map(GenerationRequest::getRequestId)
                        .collect(Collectors.toSet());
        answered.stream()
                .filter(id -> !asked.contains(id))
                .forEach(id -> problems.add(id + " has a result but was never sent"));
    }

    private static void check(GenerationResult result, DemoBoard board, List<String> problems) {
        String id = result.getRequestId();
        if (result.getError() != null) {
            problems.add(id + " failed: " + result.getError().getMessage());
            return;
        }
        boolean streams =
                board.request(id).map(GenerationRequest::getStream).orElse(false) == Boolean.TRUE;
        String streamed = board.streamed(id).map(StreamedText::text).orElse("");
        if (streams && !streamed.equals(result.getText())) {
            problems.add(id + " streamed a text that differs from its result's");
        }
    }
}
