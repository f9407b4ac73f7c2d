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

import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.Limit;
import org.apache.flink.configuration.MemorySize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.apache.flink.configuration.ConfigOptions.key;

/** Where requests come from and where results, deltas and dead letters go. */
public final class KafkaOptions {

    /** Largest record that the options allow, though a topic may accept up to 2 GiB. */
    public static final MemorySize MAX_RECORD = MemorySize.ofMebiBytes(1024);

    /** Least that results and dead letters may be limited to. */
    public static final MemorySize MIN_WRITTEN = new MemorySize(16 << 10);

    private static final Limit<MemorySize> WRITTEN =
            Limit.between(MIN_WRITTEN, MAX_RECORD, MemorySize.ofMebiBytes(1));

    private static final Limit<String> TOPIC =
            new Limit<>(
                    "String",
                    KafkaOptions::isTopicName,
                    "a Kafka topic name: 1 to 249 letters, digits, dots, underscores, hyphens");

    private static final Limit<List<String>> TOPICS =
            new Limit<>(
                    "List<String>",
                    topics -> topics.stream().allMatch(KafkaOptions::isTopicName),
                    "Kafka topic names, separated by semicolons or as a YAML list");

    private static final Limit<Map<String, String>> CLIENT_SETTINGS =
            new Limit<>("Map", properties -> true, "names and values of Kafka client settings");

    public static final BoundedOption<String> BOOTSTRAP_SERVERS =
            BoundedOption.of(
                            key("pyramidion.kafka.bootstrap-servers")
                                    .stringType()
                                    .noDefaultValue()
                                    .withDescription(
                                            "Brokers to connect to first, each as host:port,"
                                                    + " separated by commas. Not needed"
                                                    + " where files are both source and"
                                                    + " sink."),
                            Limit.text())
                    .asRequired();

    public static final BoundedOption<String> REQUEST_TOPIC =
            BoundedOption.of(
                    key("pyramidion.kafka.request-topic")
                            .stringType()
                            .defaultValue("pyramidion.requests")
                            .withDescription("Topic that requests are read from."),
                    TOPIC);

    public static final BoundedOption<String> RESULT_TOPIC =
            BoundedOption.of(
                    key("pyramidion.kafka.result-topic")
                            .stringType()
                            .defaultValue("pyramidion.results")
                            .withDescription(
                                    "Topic that results are written to, exactly once. Readers"
                                            + " set isolation.level=read_committed and see a"
                                            + " result when the next checkpoint completes."),
                    TOPIC);

    public static final BoundedOption<String> DELTA_TOPIC =
            BoundedOption.of(
                    key("pyramidion.kafka.delta-topic")
                            .stringType()
                            .defaultValue("pyramidion.deltas")
                            .withDescription(
                                    "Topic that the token deltas of streaming requests are"
                                            + " written to, at least once. Readers write each"
                                            + " where first_position and first_character"
                                            + " say: what stands there is equal. The job"
                                            + " does not start unless the topic's"
                                            + " max.message.bytes is at least 77824."),
                    TOPIC);

    public static final BoundedOption<String> DEAD_LETTER_TOPIC =
            BoundedOption.of(
                    key("pyramidion.kafka.dead-letter-topic")
                            .stringType()
                            .defaultValue("pyramidion.dead-letters")
                            .withDescription(
                                    "Topic for records that cannot be served. They are written"
                                            + " to it at least once."),
                    TOPIC);

    public static final BoundedOption<List<String>> REPLY_TOPICS =
            BoundedOption.of(
                    key("pyramidion.kafka.reply-topics")
                            .stringType()
                            .asList()
                            .defaultValues()
                            .withDescription(
                                    "Topics that a request's kafka_replyTopic header may name."
                                            + " The request's result then goes to that topic"
                                            + " instead of the result topic. A request that"
                                            + " names a topic not listed here goes to the"
                                            + " dead letters."),
                    TOPICS);

    public static final BoundedOption<String> GROUP_ID =
            BoundedOption.of(
                    key("pyramidion.kafka.group-id")
                            .stringType()
                            .defaultValue("pyramidion")
                            .withDescription(
                                    "Consumer group that offsets are committed to, for"
                                            + " monitoring and for a start with"
                                            + " starting-offsets: committed."),
                    Limit.text());

    public static final BoundedOption<ValueFormat> VALUE_FORMAT =
            BoundedOption.of(
                    key("pyramidion.kafka.value-format")
                            .enumType(ValueFormat.class)
                            .defaultValue(ValueFormat.JSON)
                            .withDescription(
                                    "Format of the values of requests, results and deltas."),
                    Limit.anyOf(ValueFormat.class));

    public static final BoundedOption<StartingOffsets> STARTING_OFFSETS =
            BoundedOption.of(
                    key("pyramidion.kafka.starting-offsets")
                            .enumType(StartingOffsets.class)
                            .defaultValue(StartingOffsets.COMMITTED)
                            .withDescription(
                                    "Where to start reading when the job starts without a"
                                            + " checkpoint or savepoint. committed starts at"
                                            + " the oldest record where the group has no"
                                            + " offset. Requests that ran or waited when an"
                                            + " earlier job was stopped without a savepoint"
                                            + " count as read and are not served again."),
                    Limit.anyOf(StartingOffsets.class));

    public static final BoundedOption<Boolean> BOUNDED =
            BoundedOption.of(
                    key("pyramidion.kafka.bounded")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether the job ends once it has served the requests that"
                                            + " were on the request topic when it started."),
                    Limit.trueOrFalse());

    public static final BoundedOption<Boolean> CREATE_TOPICS =
            BoundedOption.of(
                    key("pyramidion.kafka.create-topics")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether topics that are missing at the start are created,"
                                            + " with the broker's default partitions and"
                                            + " replication. If not, the job does not start"
                                            + " when a topic is missing."),
                    Limit.trueOrFalse());

    public static final BoundedOption<String> TRANSACTIONAL_ID_PREFIX =
            BoundedOption.of(
                    key("pyramidion.kafka.transactional-id-prefix")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "Prefix of the transactional ids of the results sink. A job"
                                            + " that starts aborts the transactions that are"
                                            + " open under its prefix in its topics. Two jobs"
                                            + " on one Kafka cluster therefore need different"
                                            + " prefixes, neither of them the beginning of"
                                            + " the other, and a job must keep its prefix"
                                            + " over restarts. Default: the group id."),
                    Limit.text());

    public static final BoundedOption<Duration> TRANSACTION_TIMEOUT =
            BoundedOption.of(
                    key("pyramidion.kafka.transaction-timeout")
                            .durationType()
                            .defaultValue(Duration.ofMinutes(10))
                            .withDescription(
                                    "Time after which the broker aborts a transaction of the"
                                            + " results sink. It must be longer than the"
                                            + " checkpoint interval and than any downtime"
                                            + " that results must survive, and at most the"
                                            + " broker's transaction.max.timeout.ms."),
                    Limit.between(
                            Duration.ofSeconds(1), Duration.ofDays(24), Duration.ofMinutes(10)));

    public static final BoundedOption<MemorySize> MAX_RECORD_BYTES =
            BoundedOption.of(
                    key("pyramidion.kafka.max-record-bytes")
                            .memoryType()
                            .defaultValue(MemorySize.ofMebiBytes(1))
                            .withDescription(
                                    "Largest value of a request record that is decoded. Records"
                                            + " with a larger value go to the dead letters."),
                    Limit.between(new MemorySize(1 << 10), MAX_RECORD, MemorySize.ofMebiBytes(1)));

    public static final BoundedOption<MemorySize> RESULT_MAX_BYTES =
            BoundedOption.of(
                    key("pyramidion.kafka.result-max-bytes")
                            .memoryType()
                            .noDefaultValue()
                            .withDescription(
                                    "Largest result record that is written. If a result is"
                                            + " larger, its request gets an error result"
                                            + " instead. Default: what the result and reply"
                                            + " topics accept when the job starts"
                                            + " (max.message.bytes)."),
                    WRITTEN);

    public static final BoundedOption<MemorySize> DEAD_LETTER_MAX_BYTES =
            BoundedOption.of(
                    key("pyramidion.kafka.dead-letter-max-bytes")
                            .memoryType()
                            .noDefaultValue()
                            .withDescription(
                                    "Largest dead letter that is written. The value of a larger"
                                            + " one is cut, and a header says so. Default:"
                                            + " what the dead-letter topic accepts when the"
                                            + " job starts (max.message.bytes)."),
                    WRITTEN);

    public static final BoundedOption<Map<String, String>> PROPERTIES =
            BoundedOption.of(
                            key("pyramidion.kafka.properties")
                                    .mapType()
                                    .defaultValue(Map.of())
                                    .withDescription(
                                            "Settings that are passed to every Kafka client"
                                                    + " unchanged, for example"
                                                    + " pyramidion.kafka.properties.security.protocol."
                                                    + " The dashboard hides the values of"
                                                    + " keys that contain password, secret,"
                                                    + " jaas, credential or keystore.key."),
                            CLIENT_SETTINGS)
                    .asSecret();

    private KafkaOptions() {}

    /** All of them, in the order of the documentation. */
    static List<BoundedOption<?>> all() {
        return List.of(
                BOOTSTRAP_SERVERS,
                REQUEST_TOPIC,
                RESULT_TOPIC,
                DELTA_TOPIC,
                DEAD_LETTER_TOPIC,
                REPLY_TOPICS,
                GROUP_ID,
                VALUE_FORMAT,
                STARTING_OFFSETS,
                BOUNDED,
                CREATE_TOPICS,
                TRANSACTIONAL_ID_PREFIX,
                TRANSACTION_TIMEOUT,
                MAX_RECORD_BYTES,
                RESULT_MAX_BYTES,
                DEAD_LETTER_MAX_BYTES,
                PROPERTIES);
    }

    private static boolean isTopicName(String name) {
        return name.matches("[a-zA-Z0-9._-]{1,249}") && !name.equals(".") && !name.equals("..");
    }
}
