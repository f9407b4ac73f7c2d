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

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of what flows inside the chain, so that Flink passes it by reference or not at all. */
final class RoundTypeInformation extends TypeInformation<ChainRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<ChainRecord> getTypeClass() {
        return ChainRecord.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<ChainRecord> createSerializer(SerializerConfig config) {
        return RoundSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "Round (by reference)";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoundTypeInformation;
    }

    @Override
    public int hashCode() {
        return RoundTypeInformation.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RoundTypeInformation;
    }
}
