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

import java.util.OptionalDouble;

/**
 * Who proposed a token, and how sure that was.
 *
 * @param chance how likely the token was held to stand when it was proposed, 0 to 1, as {@link
 *     RoundPlan#chance} has it; empty for the target's own, and where nobody estimated it
 */
public record Proposal(TokenProposer by, OptionalDouble chance) {

    static final Proposal OF_TARGET = new Proposal(TokenProposer.TARGET, OptionalDouble.empty());
}
