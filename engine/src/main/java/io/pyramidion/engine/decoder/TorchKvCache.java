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

import ai.djl.pytorch.jni.IValue;

/** A cache in the decoder program's memory. */
final class TorchKvCache implements KvCache {

    private final IValue tensors;
    private final int slots;
    private final int positions;

    TorchKvCache(IValue tensors, int slots, int positions) {
        this.tensors = tensors;
        this.slots = slots;
        this.positions = positions;
    }

    @Override
    public int slots() {
        return slots;
    }

    IValue tensors() {
        return tensors;
    }

    /** Positions per slot. */
    int positions() {
        return positions;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
