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
package io.pyramidion.peers.gguf;

import java.nio.ByteBuffer;

/** How a row of numbers is stored in a GGUF file. */
public enum TensorType {
    F32(0, 1, 4) {
        @Override
        void encode(float[] row, ByteBuffer to) {
            for (float value : row) {
                to.putFloat(value);
            }
        }
    },
    BF16(30, 1, 2) {
        @Override
        void encode(float[] row, ByteBuffer to) {
            for (float value : row) {
                int bits = Float.floatToRawIntBits(value);
                // To the nearest, ties to even.
                to.putShort((short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16));
            }
        }
    },
    /** Blocks of 32: a half-precision scale, then whole numbers of -127 to 127. */
    Q8_0(8, 32, 34) {
        @Override
        void encode(float[] row, ByteBuffer to) {
            for (int start = 0; start < row.length; start += block) {
                float largest = 0;
                for (int i = start; i < start + block; i++) {
                    largest = Math.max(largest, Math.abs(row[i]));
                }
                float scale = largest / Byte.MAX_VALUE;
                to.putShort(half(scale));
                for (int i = start; i < start + block; i++) {
                    to.put((byte) (scale == 0 ? 0 : Math.round(row[i] / scale)));
                }
            }
        }
    };

    /** Its number in the format. */
    final int code;

    final int block;
    private final int blockBytes;

    TensorType(int code, int block, int blockBytes) {
        this.code = code;
        this.block = block;
        this.blockBytes = blockBytes;
    }

    abstract void encode(float[] row, ByteBuffer to);

    long bytes(long numbers) {
        return numbers / block * blockBytes;
    }

    /** A positive number below 65,504 in half precision, to the nearest. */
    private static short half(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> 23) - 127 + 15;
        int mantissa = bits & 0x7fffff;
        if (exponent <= 0) {
            // Subnormal: units of 2^-24.
            return (short) Math.round(value * 0x1p24f);
        }
        // A carry out of the mantissa raises the exponent, as it should.
        return (short) ((exponent << 10) + (mantissa + 0xfff + (mantissa >>> 13 & 1) >>> 13));
    }
}
