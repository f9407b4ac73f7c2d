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
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.DeltaEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.types.Either;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.Properties;

/** The sinks, each with its guarantee and what it costs. */
public final class KafkaSinks {

    private KafkaSinks() {}

    /**
     * Results, exactly once: in transactions that commit with each checkpoint. The price: readers
     * need {@code read_committed}, and see a result only when the next checkpoint completes.
     * Transactional ids are pooled and used again, so that a checkpoint a second does not leave the
     * broker with thousands of them.
     */
    public static KafkaSink<ResultEnvelope> results(Settings settings) {
        long maxBytes = KafkaLimits.result(settings);
        return exactlyOnce(settings, resultSerializer(settings, maxBytes), maxBytes);
    }

    /**
     * Results and dead letters together, exactly once: in the transactions of {@link #results}, at
     * the same price.
     */
    public static KafkaSink<Either<ResultEnvelope, DeadLetter>> answers(Settings settings) {
        long resultBytes = KafkaLimits.result(settings);
        long letterBytes = KafkaLimits.deadLetter(settings);
        return exactlyOnce(
                settings,
                new AnswerSerializer(
                        resultSerializer(settings, resultBytes),
                        new DeadLetterSerializer(
                                settings.get(KafkaOptions.DEAD_LETTER_TOPIC),
                                letterBytes,
                                traces(settings)),
                        settings.get(KafkaOptions.DEAD_LETTER_TOPIC)),
                Math.max(resultBytes, letterBytes));
    }

    /** Deltas, at least once and at once: after a failure text comes again, equal. */
    public static KafkaSink<DeltaEnvelope> deltas(Settings settings) {
        DeltaSerializer serializer =
                new DeltaSerializer(
                        settings.get(KafkaOptions.DELTA_TOPIC),
                        settings.get(KafkaOptions.VALUE_FORMAT),
                        traces(settings));
        return atLeastOnce(settings, serializer, KafkaLimits.STANDARD_BYTES);
    }

    /** Dead letters, at least once and at once: after a failure some come again. */
    public static KafkaSink<DeadLetter> deadLetters(Settings settings) {
        long maxBytes = KafkaLimits.deadLetter(settings);
        DeadLetterSerializer serializer =
                new DeadLetterSerializer(
                        settings.get(KafkaOptions.DEAD_LETTER_TOPIC), maxBytes, traces(settings));
        return atLeastOnce(settings, serializer, maxBytes);
    }

    private static TraceHeaders traces(Settings settings) {
        return TraceHeaders.of(TracingSettings.of(settings.options()));
    }

    private static ResultSerializer resultSerializer(Settings settings, long maxBytes) {
        return new ResultSerializer(
                settings.get(KafkaOptions.RESULT_TOPIC),
                settings.get(KafkaOptions.VALUE_FORMAT),
                new ReplyTo(settings.get(KafkaOptions.REPLY_TOPICS)),
                maxBytes,
                traces(settings));
    }

    private static <T> KafkaSink<T> exactlyOnce(
            Settings settings, KafkaRecordSerializationSchema<T> serializer, long maxBytes) {
        Properties producer = KafkaClients.producer(settings, maxBytes);
        producer.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(settings.get(KafkaOptions.TRANSACTION_TIMEOUT).toMillis()));
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(producer)
                .setBootstrapServers(settings.get(KafkaOptions.BOOTSTRAP_SERVERS))
                .setRecordSerializer(serializer)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(settings.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX))
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .build();
    }

    private static <T> KafkaSink<T> atLeastOnce(
            Settings settings, KafkaRecordSerializationSchema<T> serializer, long maxBytes) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(KafkaClients.producer(settings, maxBytes))
                .setBootstrapServers(settings.get(KafkaOptions.BOOTSTRAP_SERVERS))
                .setRecordSerializer(serializer)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }
}
