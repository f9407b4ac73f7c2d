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
package io.pyramidion.operators.tracing;

import io.opentelemetry.api.common.AttributesBuilder;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;

/** Where a request stood, by OpenTelemetry's conventions for messaging and files. */
final class OriginAttributes {

    private OriginAttributes() {}

    static void put(Origin origin, AttributesBuilder attributes) {
        if (origin.getSource() instanceof KafkaPosition kafka) {
            attributes.put("messaging.system", "kafka");
            attributes.put("messaging.operation.name", "process");
            attributes.put("messaging.operation.type", "process");
            attributes.put("messaging.destination.name", kafka.getTopic());
            attributes.put(
                    "messaging.destination.partition.id", Integer.toString(kafka.getPartition()));
            attributes.put("messaging.kafka.offset", kafka.getOffset());
        } else if (origin.getSource() instanceof FilePosition file) {
            attributes.put("file.path", file.getPath());
            attributes.put("pyramidion.line", file.getLine());
        }
    }
}
