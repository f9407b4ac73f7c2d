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

import java.util.ArrayList;
import java.util.List;

/**
 * The part of an encoded batch that tells what is allowed and edited: rows' runs of draws become
 * the batch's runs of outputs.
 */
final class EditBlock {

    private record Part(LogitEdits edits, int firstOutput, int draws) {}

    private final List<Part> parts = new ArrayList<>();
    private int allowed;
    private int edits;

    /** Takes the edits of a row whose draws are the batch's outputs from one on. */
    void add(LogitEdits row, int firstOutput, int draws) {
        if (draws > 0 && row.size() + row.allowed().length > 0) {
            parts.add(new Part(row, firstOutput, draws));
            allowed += row.allowed().length;
            edits += row.size();
        }
    }

    int allowed() {
        return allowed;
    }

    int edits() {
        return edits;
    }

    int integers() {
        return 3 * (allowed + edits);
    }

    int floats() {
        return 3 * edits;
    }

    void writeIntegers(long[] flat, int start) {
        int at = start;
        for (Part part : parts) {
            for (int token : part.edits().allowed()) {
                flat[at] = part.firstOutput();
                flat[at + allowed] = part.draws();
                flat[at + 2 * allowed] = token;
                at++;
            }
        }
        at = start + 3 * allowed;
        for (Part part : parts) {
            for (int i = 0; i < part.edits().size(); i++) {
                flat[at] = part.firstOutput() + (long) part.edits().run(i, 0);
                flat[at + edits] = part.edits().run(i, 1);
                flat[at + 2 * edits] = part.edits().run(i, 2);
                at++;
            }
        }
    }

    void writeFloats(double[] flat, int start) {
        int at = start;
        for (Part part : parts) {
            for (int i = 0; i < part.edits().size(); i++) {
                for (int field = 0; field < 3; field++) {
                    flat[at + field * edits] = part.edits().value(i, field);
                }
                at++;
            }
        }
    }
}
