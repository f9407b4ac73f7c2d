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
package io.pyramidion.cli.kafka;

import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;

/** Something that a job answered. */
public sealed interface FeedEvent {

    /** A request is done. */
    record Result(GenerationResult result) implements FeedEvent {}

    /** A streaming request went on. */
    record Delta(TokenDelta delta) implements FeedEvent {}

    /**
     * A record was refused.
     *
     * @param reason what its headers say is wrong with it
     */
    record Refused(String reason) implements FeedEvent {}

    /**
     * A record that no job answered.
     *
     * @param note where it is and why it cannot be shown
     */
    record Foreign(String note) implements FeedEvent {}
}
