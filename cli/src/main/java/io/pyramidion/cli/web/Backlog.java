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
package io.pyramidion.cli.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** The latest frames, as many as fit into some bytes, for browsers that come later. */
final class Backlog {

    private final Deque<Frame> frames = new ArrayDeque<>();
    private final int capacity;
    private int size;

    /**
     * @param capacity bytes
     */
    Backlog(int capacity) {
        this.capacity = capacity;
    }

    void add(Frame frame) {
        frames.add(frame);
        size += frame.size();
        while (size > capacity) {
            size -= frames.remove().size();
        }
    }

    /** What is kept of the frames behind one, the oldest first. */
    Stream<Frame> since(long id) {
        return frames.stream().filter(frame -> frame.id() > id);
    }
}
