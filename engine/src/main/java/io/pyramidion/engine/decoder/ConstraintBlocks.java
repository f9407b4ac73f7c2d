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
package io.pyramidion.engine.decoder;

import java.util.List;
import java.util.function.Predicate;

/**
 * The parts of an encoded batch that tell what constrains its draws. What neighbouring draws of a
 * row share becomes one run of outputs: penalties over a long text cost their tokens once, not once
 * for each draw.
 */
final class ConstraintBlocks {

    private final Block bans = new Block(2, 0);
    private final Block allowed = new Block(3, 0);
    private final Block edits = new Block(3, 3);

    /** Takes the constraints of a row's draws, which are the batch's outputs from one on. */
    void add(List<Draw> draws, int firstOutput) {
        for (int i = 0; i < draws.size(); i++) {
            DrawConstraint constraint = draws.get(i).constraint();
            for (int token : constraint.banned()) {
                bans.add(firstOutput + i, token);
            }
            if (constraint.restricts()) {
                addAllowed(draws, i, firstOutput, constraint.allowed());
            }
            for (LogitEdits layer : constraint.edits()) {
                addEdits(draws, i, firstOutput, layer);
            }
        }
    }

    private void addAllowed(List<Draw> draws, int draw, int firstOutput, int[] tokens) {
        int length = run(draws, draw, constraint -> constraint.allowed() == tokens);
        for (int token : length == 0 ? new int[0] : tokens) {
            allowed.add(firstOutput + draw, length, token);
        }
    }

    private void addEdits(List<Draw> draws, int draw, int firstOutput, LogitEdits layer) {
        int length = run(draws, draw, constraint -> holds(constraint, layer));
        for (int i = 0; length > 0 && i < layer.size(); i++) {
            edits.add(firstOutput + draw, length, layer.token(i))
                    .with(layer.bias(i), layer.factor(i), layer.addend(i));
        }
    }

    /** Length of the run that starts at a draw; 0 if one that started earlier includes it. */
    private static int run(List<Draw> draws, int draw, Predicate<DrawConstraint> shares) {
        if (draw > 0 && shares.test(draws.get(draw - 1).constraint())) {
            return 0;
        }
        int end = draw + 1;
        while (end < draws.size() && shares.test(draws.get(end).constraint())) {
            end++;
        }
        return end - draw;
    }

    private static boolean holds(DrawConstraint constraint, LogitEdits layer) {
        for (LogitEdits other : constraint.edits()) {
            if (other == layer) {
                return true;
            }
        }
        return false;
    }

    /** Output and token of what may not be drawn. */
    Block bans() {
        return bans;
    }

    /** First output, length and token of runs. */
    Block allowed() {
        return allowed;
    }

    /** First output, length and token of runs; bias, factor and addend. */
    Block edits() {
        return edits;
    }
}
