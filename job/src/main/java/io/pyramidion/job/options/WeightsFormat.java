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
package io.pyramidion.job.options;

/** The number format that weights are held in. */
public enum WeightsFormat {
    /** What suits the device best: bfloat16 today, on CPU and on GPU. */
    AUTO("auto"),
    /** 32-bit floating point: twice the memory, for exact comparisons. */
    FLOAT32("float32"),
    /** bfloat16 weights; on CPU with float32 activations and KV cache. */
    BFLOAT16("bfloat16");

    private final String label;

    WeightsFormat(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
