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
package io.pyramidion.operators.generation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose request runs next: keys in order of arrival, and never a key that runs already, so that a
 * session's requests run one after another. Holds keys and counts only; the requests themselves
 * wait in state.
 */
final class WaitingLine {

    private final Map<String, Integer> waiting = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private final Deque<String> ready = new ArrayDeque<>();
    private int size;

    /** Requests that wait, whether or not their key is busy. */
    int size() {
        return size;
    }

    void add(String key) {
        size++;
        if (waiting.merge(key, 1, Integer::sum) == 1 && !busy.contains(key)) {
            ready.addLast(key);
        }
    }

    /** Takes the next request's key, which is busy from now on; empty if none may run. */
    Optional<String> next() {
        String key = ready.pollFirst();
        if (key == null) {
            return Optional.empty();
        }
        size--;
        waiting.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
        occupy(key);
        return Optional.of(key);
    }

    /** Marks a key that runs without having waited here: a resumed one. */
    void occupy(String key) {
        busy.add(key);
    }

    /** Ends a key's turn: its next request, if one waits, joins the end of the line. */
    void release(String key) {
        busy.remove(key);
        if (waiting.containsKey(key)) {
            ready.addLast(key);
        }
    }
}
