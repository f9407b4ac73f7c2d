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
package io.pyramidion.simulation.profile;

import io.pyramidion.engine.decoder.Row;

import java.util.List;

/**
 * What decides the cost of a forward pass.
 *
 * @param positions tokens fed, over all rows
 * @param draws tokens drawn
 * @param contextTokens tokens whose keys and values are read, over all rows: each row's own once
 * @param attended pairs of a fed token and a token that it attends to
 */
public record PassShape(int positions, int draws, long contextTokens, long attended) {

    /** The shape of a pass of these rows. */
    public static PassShape of(List<Row> rows) {
        int positions = 0;
        int draws = 0;
        long contextTokens = 0;
        long attended = 0;
        for (Row row : rows) {
            int length = row.tokens().length;
            long end = row.firstPosition() + length;
            positions += length;
            draws += row.draws().size();
            contextTokens += end;
            attended += length * (2 * end - length + 1) / 2;
        }
        return new PassShape(positions, draws, contextTokens, attended);
    }
}
