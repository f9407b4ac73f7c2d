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

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.StartingOffsets;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The source of requests. */
public final class KafkaSources {

    private KafkaSources() {}

    /** Reads every record of the request topic as it is; bounded if the options say so. */
    public static KafkaSource<SourceRecord> requests(Settings settings) {
        KafkaSourceBuilder<SourceRecord> source =
                KafkaSource.<SourceRecord>builder()
                        .setProperties(KafkaClients.consumer(settings))
                        .setBootstrapServers(settings.get(KafkaOptions.BOOTSTRAP_SERVERS))
                        .setTopics(settings.get(KafkaOptions.REQUEST_TOPIC))
                        .setGroupId(settings.get(KafkaOptions.GROUP_ID))
                        .setStartingOffsets(start(settings.get(KafkaOptions.STARTING_OFFSETS)))
                        .setDeserializer(new SourceRecordReader());
        if (settings.get(KafkaOptions.BOUNDED)) {
            source.setBounded(OffsetsInitializer.latest());
        }
        return source.build();
    }

    // The connector still names its reset strategy by the Kafka client's deprecated type.
    @SuppressWarnings("deprecation")
    private static OffsetsInitializer start(StartingOffsets offsets) {
        return switch (offsets) {
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
            case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
        };
    }
}
