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

import java.util.Arrays;

/**
 * A part of an encoded batch: a table, filled row by row and laid out column after column. It knows
 * its own length, in the batch's integers and in its floats.
 */
final class Block {

    private final int integerColumns;
    private final int floatColumns;
    private long[] integers = new long[0];
    private double[] floats = new double[0];
    private int integerCount;
    private int floatCount;

    Block(int integerColumns, int floatColumns) {
        this.integerColumns = integerColumns;
        this.floatColumns = floatColumns;
    }

    /** Adds the integers of one row; its floats, if the table has any, follow. */
    Block add(long... row) {
        if (row.length != integerColumns) {
            throw new IllegalArgumentException(
                    "A row has " + row.length + " integers; allowed: " + integerColumns);
        }
        integers = withRoom(integers, integerCount, row.length);
        System.arraycopy(row, 0, integers, integerCount, row.length);
        integerCount += row.length;
        return this;
    }

    /** Adds the floats of the row whose integers were added last. */
    void with(double... row) {
        if (row.length != floatColumns) {
            throw new IllegalArgumentException(
                    "A row has " + row.length + " floats; allowed: " + floatColumns);
        }
        if (floatCount + row.length > floats.length) {
            floats = Arrays.copyOf(floats, 2 * floatCount + 8 * row.length);
        }
        System.arraycopy(row, 0, floats, floatCount, row.length);
        floatCount += row.length;
    }

    private static long[] withRoom(long[] values, int count, int more) {
        return count + more <= values.length ? values : Arrays.copyOf(values, 2 * count + 8 * more);
    }

    int rows() {
        return integerCount / integerColumns;
    }

    int integers() {
        return integerCount;
    }

    int floats() {
        return floatCount;
    }

    /** An integer of a row. */
    long integer(int row, int column) {
        return integers[row * integerColumns + column];
    }

    /**
     * Writes the integers.
     *
     * @return where the next block starts
     */
    int writeIntegers(long[] flat, int start) {
        int at = start;
        for (int column = 0; column < integerColumns; column++) {
            for (int i = column; i < integerCount; i += integerColumns) {
                flat[at++] = integers[i];
            }
        }
        return at;
    }

    /**
     * Writes the floats.
     *
     * @return where the next block starts
     */
    int writeFloats(double[] flat, int start) {
        int at = start;
        for (int column = 0; column < floatColumns; column++) {
            for (int i = column; i < floatCount; i += floatColumns) {
                flat[at++] = floats[i];
            }
        }
        return at;
    }
}
