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

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.apache.flink.configuration.ConfigOptions.key;

/** Where requests come from and where results, deltas and dead letters go. */
public final class KafkaOptions {

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            key("pyramidion.kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Brokers to connect to first: host:port, separated by commas.");

    public static final ConfigOption<String> REQUEST_TOPIC =
            key("pyramidion.kafka.request-topic")
                    .stringType()
                    .defaultValue("pyramidion.requests")
                    .withDescription("Topic that requests are read from.");

    public static final ConfigOption<String> RESULT_TOPIC =
            key("pyramidion.kafka.result-topic")
                    .stringType()
                    .defaultValue("pyramidion.results")
                    .withDescription(
                            "Topic that results are written to, exactly once: readers set"
                                    + " isolation.level=read_committed and see a result when the"
                                    + " next checkpoint completes.");

    public static final ConfigOption<String> DELTA_TOPIC =
            key("pyramidion.kafka.delta-topic")
                    .stringType()
                    .defaultValue("pyramidion.deltas")
                    .withDescription(
                            "Topic that the token deltas of streaming requests are written to, at"
                                    + " least once: readers drop repeats by request_id and"
                                    + " first_position. Its max.message.bytes must be at least"
                                    + " 77824, or the job does not start.");

    public static final ConfigOption<String> DEAD_LETTER_TOPIC =
            key("pyramidion.kafka.dead-letter-topic")
                    .stringType()
                    .defaultValue("pyramidion.dead-letters")
                    .withDescription(
                            "Topic that records which cannot be served are written to, at least"
                                    + " once.");

    public static final ConfigOption<List<String>> REPLY_TOPICS =
            key("pyramidion.kafka.reply-topics")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Topics that a request's kafka_replyTopic header may name. Its result"
                                    + " then goes there instead of to the result topic. A request"
                                    + " that names another topic goes to the dead letters.");

    public static final ConfigOption<String> GROUP_ID =
            key("pyramidion.kafka.group-id")
                    .stringType()
                    .defaultValue("pyramidion")
                    .withDescription(
                            "Consumer group that offsets are committed to, for monitoring and for"
                                    + " starting-offsets committed.");

    public static final ConfigOption<ValueFormat> VALUE_FORMAT =
            key("pyramidion.kafka.value-format")
                    .enumType(ValueFormat.class)
                    .defaultValue(ValueFormat.JSON)
                    .withDescription(
                            "Format of request values, and of the results and deltas written.");

    public static final ConfigOption<StartingOffsets> STARTING_OFFSETS =
            key("pyramidion.kafka.starting-offsets")
                    .enumType(StartingOffsets.class)
                    .defaultValue(StartingOffsets.COMMITTED)
                    .withDescription(
                            "Where to start reading when the job starts without a checkpoint or"
                                    + " savepoint; committed starts at the oldest record where the"
                                    + " group never read. Requests that ran or waited when an"
                                    + " earlier job was stopped without a savepoint count as read:"
                                    + " they are not served again.");

    public static final ConfigOption<Boolean> BOUNDED =
            key("pyramidion.kafka.bounded")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether the job ends once it has served what stood on the request"
                                    + " topic when it started.");

    public static final ConfigOption<Boolean> CREATE_TOPICS =
            key("pyramidion.kafka.create-topics")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether topics that are missing at the start are created, with the"
                                    + " broker's default partitions and replication. Otherwise a"
                                    + " missing topic stops the start.");

    public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
            key("pyramidion.kafka.transactional-id-prefix")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Prefix of the transactional ids of the results sink. A job"
                                    + " that starts aborts what is open under its prefix in its"
                                    + " topics: two jobs on one Kafka cluster need two prefixes,"
                                    + " neither the start of the other, and a job keeps its own"
                                    + " over restarts. Default: the group id.");

    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
            key("pyramidion.kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "After how long the broker aborts a transaction of the results sink."
                                    + " Longer than the checkpoint interval and any downtime after"
                                    + " which results must not be lost; at most the broker's"
                                    + " transaction.max.timeout.ms.");

    public static final ConfigOption<MemorySize> MAX_RECORD_BYTES =
            key("pyramidion.kafka.max-record-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1))
                    .withDescription(
                            "Largest value of a request record that is decoded. Larger ones go to"
                                    + " the dead letters.");

    public static final ConfigOption<MemorySize> RESULT_MAX_BYTES =
            key("pyramidion.kafka.result-max-bytes")
                    .memoryType()
                    .noDefaultValue()
                    .withDescription(
                            "Largest result record that is written; instead of a larger one its"
                                    + " request gets an error result. Default: what the result and"
                                    + " reply topics accept when the job starts"
                                    + " (max.message.bytes).");

    public static final ConfigOption<MemorySize> DEAD_LETTER_MAX_BYTES =
            key("pyramidion.kafka.dead-letter-max-bytes")
                    .memoryType()
                    .noDefaultValue()
                    .withDescription(
                            "Largest dead letter that is written; the value of a larger one is"
                                    + " cut, and a header says so. Default: what the dead-letter"
                                    + " topic accepts when the job starts (max.message.bytes).");

    public static final ConfigOption<Map<String, String>> PROPERTIES =
            key("pyramidion.kafka.properties")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Passed to every Kafka client as it is, for example"
                                    + " pyramidion.kafka.properties.security.protocol. Values of"
                                    + " keys that hold password, secret, jaas, credential or"
                                    + " keystore.key are hidden in the dashboard.");

    private KafkaOptions() {}

    static List<OptionRule<?>> rules() {
        return List.of(
                OptionRule.text(BOOTSTRAP_SERVERS).asRequired(),
                topic(REQUEST_TOPIC),
                topic(RESULT_TOPIC),
                topic(DELTA_TOPIC),
                topic(DEAD_LETTER_TOPIC),
                OptionRule.limited(
                        REPLY_TOPICS,
                        "List<String>",
                        topics -> topics.stream().allMatch(KafkaOptions::isTopicName),
                        "Kafka topic names, separated by semicolons or as a YAML list"),
                OptionRule.text(GROUP_ID),
                OptionRule.any(VALUE_FORMAT, "Enum", "avro, json"),
                OptionRule.any(STARTING_OFFSETS, "Enum", "earliest, latest, committed"),
                OptionRule.any(BOUNDED, "Boolean", "true, false"),
                OptionRule.any(CREATE_TOPICS, "Boolean", "true, false"),
                OptionRule.text(TRANSACTIONAL_ID_PREFIX),
                OptionRule.limited(
                        TRANSACTION_TIMEOUT,
                        "Duration",
                        timeout ->
                                timeout.toMillis() >= 1000
                                        && timeout.toMillis() <= Integer.MAX_VALUE,
                        "a duration of 1 s to 24 days, for example 10 min"),
                OptionRule.limited(
                        MAX_RECORD_BYTES,
                        "MemorySize",
                        size -> size.getBytes() >= 1024 && size.getBytes() <= 1L << 30,
                        "a size of 1 kb to 1 gb, for example 1 mb"),
                written(RESULT_MAX_BYTES),
                written(DEAD_LETTER_MAX_BYTES),
                OptionRule.any(PROPERTIES, "Map", "names and values of Kafka client settings"));
    }

    private static OptionRule<MemorySize> written(ConfigOption<MemorySize> option) {
        return OptionRule.limited(
                option,
                "MemorySize",
                size -> size.getBytes() >= 16 << 10 && size.getBytes() <= 1L << 30,
                "a size of 16 kb to 1 gb, for example 1 mb");
    }

    private static OptionRule<String> topic(ConfigOption<String> option) {
        return OptionRule.limited(
                option,
                "String",
                KafkaOptions::isTopicName,
                "a Kafka topic name: 1 to 249 letters, digits, dots, underscores, hyphens");
    }

    private static boolean isTopicName(String name) {
        return name.matches("[a-zA-Z0-9._-]{1,249}") && !name.equals(".") && !name.equals("..");
    }
}
