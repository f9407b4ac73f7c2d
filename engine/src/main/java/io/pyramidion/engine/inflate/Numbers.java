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
package io.pyramidion.engine.inflate;

import io.pyramidion.engine.model.DType;

import java.nio.ByteBuffer;

/** Reads and writes single numbers of a {@link DType}. */
final class Numbers {

    private Numbers() {}

    static float get(ByteBuffer data, int index, DType dtype) {
        return switch (dtype) {
            case F32 -> data.getFloat(index * Float.BYTES);
            case BF16 -> Float.intBitsToFloat(data.getShort(index * Short.BYTES) << 16);
            case F16 -> half(data.getShort(index * Short.BYTES));
        };
    }

    /** Appends a number, rounded to the nearest of the type. */
    static void put(ByteBuffer data, float value, DType dtype) {
        switch (dtype) {
            case F32 -> data.putFloat(value);
            case BF16 -> data.putShort(toBfloat16(value));
            case F16 -> data.putShort(toHalf(value));
        }
    }

    private static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
    }

    /** Scaling by powers of two moves a half's narrow exponent to a float's place and back. */
    private static float half(short bits) {
        int magnitude = (bits & 0x7FFF) << 13;
        float value =
                (bits & 0x7C00) == 0x7C00
                        ? Float.intBitsToFloat(magnitude | 0x7F800000)
                        : Float.intBitsToFloat(magnitude) * 0x1p112f;
        return bits < 0 ? -value : value;
    }

    private static short toHalf(float value) {
        float magnitude = Math.abs(value);
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        if (!(magnitude < 65520)) {
            return (short) (sign | (Float.isNaN(value) ? 0x7E00 : 0x7C00));
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int bits = Float.floatToRawIntBits(magnitude * 0x1p-112f);
        return (short) (sign | (bits + 0xFFF + (bits >>> 13 & 1)) >>> 13);
    }
}
