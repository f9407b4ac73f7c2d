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

import io.pyramidion.engine.decoder.Row;

import java.util.List;
import java.util.Map;

/**
 * What a round brought and what it cost. Immutable.
 *
 * @param gained tokens that each sequence of the round got
 * @param runs every run of proposals that a model verified, in the order of the verifications
 * @param passes every forward pass, in their order
 * @param work what each model did; none that did nothing
 * @param nanos from the round's start to its end
 */
public record RoundOutcome(
        Map<Sequence, Integer> gained,
        List<Run> runs,
        List<Pass> passes,
        Map<ModelRole, Work> work,
        long nanos) {

    /**
     * Consecutive proposals for one sequence. The verifier kept the first {@code accepted} of them:
     * the token at position p of the run was proposed if p is below {@code drafted}, kept if it is
     * below {@code accepted}.
     *
     * @param drafted tokens, at least one
     */
    public record Run(Sequence sequence, AcceptanceStage stage, int drafted, int accepted) {}

    /**
     * A forward pass.
     *
     * @param sequences rows
     * @param positions tokens fed, over all rows
     * @param width tokens of the longest row
     * @param draws tokens drawn; 0 where a prompt was read
     * @param span positions that the longest sequence attended to
     * @param nanos what it took, sampling included
     */
    public record Pass(
            ModelRole model,
            int sequences,
            int positions,
            int width,
            int draws,
            int span,
            long nanos) {

        static Pass of(ModelRole model, List<Row> rows, long nanos) {
            int positions = 0;
            int width = 0;
            int draws = 0;
            int span = 0;
            for (Row row : rows) {
                int length = row.tokens().length;
                positions += length;
                width = Math.max(width, length);
                draws += row.draws().size();
                span = Math.max(span, row.firstPosition() + length);
            }
            return new Pass(model, rows.size(), positions, width, draws, span, nanos);
        }
    }

    /**
     * What a model did.
     *
     * @param nanos time inside its forward passes and sampling
     * @param forwards passes that drew tokens; reading prompts does not count
     */
    public record Work(long nanos, int forwards) {

        static final Work NONE = new Work(0, 0);

        Work plus(Work other) {
            return new Work(nanos + other.nanos, forwards + other.forwards);
        }
    }

    public RoundOutcome {
        gained = Map.copyOf(gained);
        runs = List.copyOf(runs);
        passes = List.copyOf(passes);
        work = Map.copyOf(work);
    }

    /** Tokens that the round added, over all its sequences. */
    public int newTokens() {
        return gained.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Time spent inside a model's forward passes and sampling, nanoseconds. */
    public long nanos(ModelRole role) {
        return work.getOrDefault(role, Work.NONE).nanos();
    }

    /** Forward passes of a model that drew tokens. */
    public int forwards(ModelRole role) {
        return work.getOrDefault(role, Work.NONE).forwards();
    }
}
