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
package io.pyramidion.job.kafka;

import io.pyramidion.job.codec.AvroCodec;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.options.ValueFormat;
import org.apache.avro.specific.SpecificRecord;

/** The codec of each format. */
public final class ValueCodecs {

    private ValueCodecs() {}

    public static <T extends SpecificRecord> ValueCodec<T> of(ValueFormat format, Class<T> type) {
        return switch (format) {
            case AVRO -> new AvroCodec<>(type);
            case JSON -> new JsonCodec<>(type);
        };
    }
}
