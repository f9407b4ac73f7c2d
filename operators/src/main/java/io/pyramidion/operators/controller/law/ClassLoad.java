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
package io.pyramidion.operators.controller.law;

import java.io.Serializable;

/**
 * One SLO class in one head.
 *
 * @param waiting requests that wait
 * @param oldestWait longest wait of them, milliseconds
 * @param ttft of the window's answers, those that met their ttft_ms
 * @param tpot those that met their tpot_ms
 * @param deadline those that met their deadline
 */
public record ClassLoad(
        int waiting, long oldestWait, Attained ttft, Attained tpot, Attained deadline)
        implements Serializable {

    public static final ClassLoad NOTHING =
            new ClassLoad(0, 0, Attained.NOTHING, Attained.NOTHING, Attained.NOTHING);
}
