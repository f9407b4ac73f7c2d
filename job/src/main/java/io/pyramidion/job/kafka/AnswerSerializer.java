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

import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.types.Either;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes results and dead letters of one stream, each as its own serializer has it. */
final class AnswerSerializer
        implements KafkaRecordSerializationSchema<Either<ResultEnvelope, DeadLetter>>,
                KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    private final ResultSerializer results;
    private final DeadLetterSerializer letters;
    private final String letterTopic;

    AnswerSerializer(ResultSerializer results, DeadLetterSerializer letters, String letterTopic) {
        this.results = results;
        this.letters = letters;
        this.letterTopic = letterTopic;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        results.open(context, sinkContext);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Either<ResultEnvelope, DeadLetter> answer, KafkaSinkContext context, Long timestamp) {
        return answer.isLeft()
                ? results.serialize(answer.left(), context, timestamp)
                : letters.serialize(answer.right(), context, timestamp);
    }

    /** Every topic that this may write to: the sink looks there for transactions to end. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        List<String> topics = new ArrayList<>(results.topics());
        topics.add(letterTopic);
        return Optional.of(
                new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(topics)));
    }
}
