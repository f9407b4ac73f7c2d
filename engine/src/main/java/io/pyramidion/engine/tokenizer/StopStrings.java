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
package io.pyramidion.engine.tokenizer;

import java.util.List;

/**
 * Looks for stop strings in a growing text and holds back what may still become part of one. Of
 * those complete at the same time, the one that begins first wins.
 */
final class StopStrings {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopStrings(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Adds text; returns what can no longer be part of a stop string. */
    String append(String text) {
        if (found) {
            return "";
        }
        held.append(text);
        int match = firstMatch();
        found = match >= 0;
        String safe = held.substring(0, found ? match : firstBeginning());
        held.delete(0, found ? held.length() : safe.length());
        return safe;
    }

    /** Whether a stop string was completed; no text comes after that. */
    boolean found() {
        return found;
    }

    /** What was held back, at an end without a stop string. */
    String finish() {
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private int firstMatch() {
        return stops.stream().mapToInt(held::indexOf).filter(start -> start >= 0).min().orElse(-1);
    }

    /** Where the earliest stop string begins that the text so far ends inside of. */
    private int firstBeginning() {
        for (int start = 0; start < held.length(); start++) {
            String tail = held.substring(start);
            if (stops.stream().anyMatch(stop -> stop.startsWith(tail))) {
                return start;
            }
        }
        return held.length();
    }
}
