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
package io.pyramidion.sql.table;

import org.apache.flink.table.functions.ScalarFunction;

import java.util.concurrent.atomic.AtomicBoolean;

/** Hands on a text, but throws the first time that it sees one with a mark in it. */
public final class FailsOnce extends ScalarFunction {

    private static final long serialVersionUID = 1L;

    static final AtomicBoolean FAILED = new AtomicBoolean();

    public String eval(String text, String mark) {
        if (text.equals(mark) && FAILED.compareAndSet(false, true)) {
            throw new IllegalStateException("as the test wants it");
        }
        return text;
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }
}
