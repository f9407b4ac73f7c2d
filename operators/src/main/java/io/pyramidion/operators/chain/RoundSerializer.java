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
package io.pyramidion.operators.chain;

import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Copies by reference and refuses to serialize: a chain that is broken into several tasks fails at
 * its first record instead of losing what the stages tell each other.
 */
final class RoundSerializer extends TypeSerializerSingleton<ChainRecord> {

    static final RoundSerializer INSTANCE = new RoundSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public ChainRecord createInstance() {
        throw broken();
    }

    @Override
    public ChainRecord copy(ChainRecord from) {
        return from;
    }

    @Override
    public ChainRecord copy(ChainRecord from, ChainRecord reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(ChainRecord record, DataOutputView target) {
        throw broken();
    }

    @Override
    public ChainRecord deserialize(DataInputView source) {
        throw broken();
    }

    @Override
    public ChainRecord deserialize(ChainRecord reuse, DataInputView source) {
        throw broken();
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) {
        throw broken();
    }

    @Override
    public TypeSerializerSnapshot<ChainRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    private static IllegalStateException broken() {
        return new IllegalStateException(ChainRecord.BROKEN);
    }

    /** Needed by the serializer's contract only: no state ever holds a round. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ChainRecord> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
