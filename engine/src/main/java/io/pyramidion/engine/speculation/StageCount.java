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
package io.pyramidion.engine.speculation;

/**
 * What one stage of speculation proposed and what the verifying model took of it.
 *
 * @param drafted tokens proposed
 * @param accepted tokens of them accepted
 */
public record StageCount(long drafted, long accepted) {

    static final StageCount ZERO = new StageCount(0, 0);

    StageCount plus(int moreDrafted, int moreAccepted) {
        return new StageCount(drafted + moreDrafted, accepted + moreAccepted);
    }
}
