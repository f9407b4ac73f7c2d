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
package io.pyramidion.operators;

/**
 * Uids of the chain's operators. Savepoints find state by them: a uid never changes once released.
 */
public final class OperatorUids {

    /** The keyed head; the only operator of the chain with state. */
    public static final String HEAD = "head";

    public static final String DRAFT = "draft";

    public static final String QUALIFY = "qualify";

    public static final String VERIFY = "verify";

    /** Measures how long the source is held back. */
    public static final String PROBE = "probe";

    /** The slow loop; its coordinator's state is the plan that stands. */
    public static final String CONTROLLER = "controller";

    private OperatorUids() {}
}
