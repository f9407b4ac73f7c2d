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

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Locale;

/**
 * Something that browsers are told.
 *
 * @param kind what it tells
 * @param data the rest of it, JSON on one line
 */
record PageEvent(Kind kind, String data) {

    /** What an event tells; the page's script has a function for each. */
    enum Kind {
        /** A prompt was sent. */
        ASKED,
        /** A streaming text grew. */
        DELTA,
        /** A request is done. */
        RESULT,
        /** A record was refused, or is not of this job. */
        REFUSED,
        /** What the job measures of itself, once a second. */
        SAMPLE,
        /** This browser was too slow for some events. */
        LEFT_OUT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static PageEvent of(Kind kind, ObjectNode data) {
        return new PageEvent(kind, data.toString());
    }

    /** Its form in a stream of server-sent events. JSON has no line ends outside of escapes. */
    String frame(long id) {
        return "id: " + id + "\nevent: " + kind.wireName() + "\ndata: " + data + "\n\n";
    }
}
