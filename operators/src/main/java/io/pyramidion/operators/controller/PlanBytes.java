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
package io.pyramidion.operators.controller;

import io.pyramidion.schemas.SpeculationPlan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Plans in Avro's single-object encoding: a fingerprint of the schema stands before the fields. */
final class PlanBytes {

    private PlanBytes() {}

    static byte[] write(SpeculationPlan plan) {
        try {
            ByteBuffer buffer = plan.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("A plan does not fit its own schema.", e);
        }
    }

    /**
     * @throws IOException if the bytes are no plan that this version can read
     */
    static SpeculationPlan read(byte[] bytes) throws IOException {
        try {
            return SpeculationPlan.fromByteBuffer(ByteBuffer.wrap(bytes));
        } catch (RuntimeException e) {
            throw new IOException("These " + bytes.length + " bytes are no plan: " + e, e);
        }
    }
}
