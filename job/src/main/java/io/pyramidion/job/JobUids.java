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
package io.pyramidion.job;

/**
 * Uids of the operators around the chain. Savepoints find state by them: a uid never changes once
 * released.
 */
public final class JobUids {

    /** The Kafka source; its state is the offsets. */
    public static final String REQUESTS = "requests";

    public static final String DECODE = "decode";

    /** The results sink; its state is the open transactions. */
    public static final String RESULTS = "results";

    public static final String DELTAS = "deltas";

    public static final String DEAD_LETTERS = "dead-letters";

    /** The source of rows; its state is the files that are left and the rows that were read. */
    public static final String ROWS = "rows";

    public static final String DECODE_ROWS = "decode-rows";

    public static final String KEEP_ORDER = "keep-order";

    /** The files sink; its state is how far files are written, and what comes next. */
    public static final String ANSWERS = "answers";

    private JobUids() {}
}
