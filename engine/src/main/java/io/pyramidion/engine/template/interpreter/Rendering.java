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
package io.pyramidion.engine.template.interpreter;

import io.pyramidion.engine.template.value.UnsupportedTemplateException;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of a template: its variables, where it is, and how much it may still do. The bounds are
 * far beyond what a conversation takes, and keep a template from holding up the others.
 */
final class Rendering {

    /** Rounds of loops, calls and filters. */
    static final int MAX_STEPS = 5_000_000;

    /** Characters written, to the prompt and to variables. */
    static final long MAX_OUTPUT = 64L * 1024 * 1024;

    /** Calls of macros in macros. */
    static final int MAX_DEPTH = 100;

    static final int MAX_SECONDS = 10;

    private static final int STEPS_A_LOOK = 256;

    private final Map<String, Object> variables;
    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    private int steps;
    private int depth;
    private long written;
    private int line = 1;

    Rendering(Map<String, Object> variables) {
        this.variables = variables;
    }

    /** A variable or function, or null. */
    Object variable(String name) {
        return variables.get(name);
    }

    void at(int line) {
        this.line = line;
    }

    int line() {
        return line;
    }

    /** Counts something that a template may do without end. */
    void step() {
        if (++steps > MAX_STEPS) {
            throw new UnsupportedTemplateException(
                    "more than " + MAX_STEPS + " steps, which is the limit");
        }
        if (steps % STEPS_A_LOOK == 0 && System.nanoTime() - end > 0) {
            throw new UnsupportedTemplateException(
                    "more than " + MAX_SECONDS + " seconds, which is the limit");
        }
    }

    void write(int characters) {
        written += characters;
        if (written > MAX_OUTPUT) {
            throw new UnsupportedTemplateException(
                    "more than " + MAX_OUTPUT + " characters, which is the limit");
        }
    }

    void enter() {
        step();
        if (++depth > MAX_DEPTH) {
            throw new UnsupportedTemplateException(
                    "calls nested deeper than " + MAX_DEPTH + ", which is the limit");
        }
    }

    void leave() {
        depth--;
    }
}
