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

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hands each event to every browser that watches, and to one that comes later what is kept of those
 * before: the latest minutes of samples, and the latest texts. Never waits for a browser. Safe for
 * use by several threads.
 */
final class Broadcast implements AutoCloseable {

    /** Each has a thread of the server. */
    static final int MAX_BROWSERS = 16;

    private static final int SAMPLE_BYTES = 512 << 10;
    private static final int TEXT_BYTES = 1 << 20;

    /** Apart, so that many of them, as of a topic that jobs share, leave the texts. */
    private static final int REFUSED_BYTES = 64 << 10;

    private final Set<Browser> browsers = new LinkedHashSet<>();
    private final Backlog samples = new Backlog(SAMPLE_BYTES);
    private final Backlog texts = new Backlog(TEXT_BYTES);
    private final Backlog refused = new Backlog(REFUSED_BYTES);
    private long latest;
    private boolean closed;

    synchronized void publish(PageEvent event) {
        Frame frame = Frame.of(++latest, event);
        backlog(event.kind()).add(frame);
        browsers.forEach(browser -> browser.offer(frame));
    }

    /**
     * Takes in a browser.
     *
     * @param seen the last event that it has seen before; 0 if none
     * @return empty if too many watch already
     */
    synchronized Optional<Browser> join(long seen) {
        if (closed || browsers.size() >= MAX_BROWSERS) {
            return Optional.empty();
        }
        Browser browser = new Browser();
        // In their order: a browser that loses its connection meanwhile asks for what is behind
        // the last that it has read.
        Stream.of(samples, texts, refused)
                .flatMap(backlog -> backlog.since(seen))
                .sorted(Comparator.comparingLong(Frame::id))
                .forEach(browser::offer);
        browsers.add(browser);
        return Optional.of(browser);
    }

    private Backlog backlog(PageEvent.Kind kind) {
        return switch (kind) {
            case SAMPLE -> samples;
            case REFUSED -> refused;
            case ASKED, DELTA, RESULT, LEFT_OUT -> texts;
        };
    }

    synchronized void leave(Browser browser) {
        browsers.remove(browser);
    }

    synchronized int browsers() {
        return browsers.size();
    }

    /** Ends the streams of all browsers. */
    @Override
    public synchronized void close() {
        closed = true;
        browsers.forEach(Browser::close);
        browsers.clear();
    }
}
