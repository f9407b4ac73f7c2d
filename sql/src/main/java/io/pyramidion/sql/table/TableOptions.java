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
package io.pyramidion.sql.table;

import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ModelOptions;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a table's WITH clause says, by full keys, and what the session says for all tables: its keys
 * that begin with {@code pyramidion.}, but for those of one job or one table's files.
 */
final class TableOptions {

    private static final String PREFIX = "pyramidion.";

    /** What stands for the end that is the table itself; nobody reads or writes it. */
    private static final String TABLE = "(table)";

    /** Begins the consumer groups of tables that are read. */
    private static final String GROUP = "pyramidion-sql/";

    /** What a session says of jobs as a whole. */
    private static final Map<BoundedOption<?>, String> OF_SESSIONS =
            Map.of(
                    JobOptions.NAME, "pipeline.name",
                    JobOptions.PARALLELISM, "parallelism.default",
                    JobOptions.MAX_PARALLELISM, "pipeline.max-parallelism",
                    JobOptions.CHECKPOINT_INTERVAL, "execution.checkpointing.interval",
                    JobOptions.CHECKPOINT_DIRECTORY, "execution.checkpointing.dir");

    private static final List<BoundedOption<?>> OF_SOURCES =
            List.of(
                    JobOptions.SOURCE,
                    FileOptions.INPUT,
                    FileOptions.STRICT,
                    FileOptions.KEEP_ORDER);

    private static final List<BoundedOption<?>> OF_SINKS =
            List.of(
                    JobOptions.SINK,
                    FileOptions.OUTPUT,
                    FileOptions.ERRORS,
                    FileOptions.OVERWRITE,
                    FileOptions.PROGRESS,
                    FileOptions.KEEP_ORDER);

    private final String name;
    private final Map<String, String> table;
    private final Map<String, String> session;

    private TableOptions(String name, Map<String, String> table, Map<String, String> session) {
        this.name = name;
        this.table = table;
        this.session = session;
    }

    /**
     * Those of a table.
     *
     * @throws OptionException if one is given that belongs to the session
     */
    static TableOptions of(DynamicTableFactory.Context context) {
        Map<String, String> given = new HashMap<>(context.getCatalogTable().getOptions());
        given.remove(FactoryUtil.CONNECTOR.key());
        given.remove(FactoryUtil.PROPERTY_VERSION.key());
        Map<String, String> table = SettingsLoader.qualified(given);
        table.keySet().stream()
                .filter(key -> key.startsWith("flink."))
                .forEach(TableOptions::flink);
        Map<String, String> session = new HashMap<>();
        // Another target has other models beside it.
        boolean ownModels = table.containsKey(ModelOptions.TARGET.key());
        context.getConfiguration()
                .toMap()
                .forEach(
                        (key, value) -> {
                            if (isOfAllTables(key) && !(ownModels && isOfModels(key))) {
                                session.put(key, value);
                            }
                        });
        TableOptions options =
                new TableOptions(context.getObjectIdentifier().asSummaryString(), table, session);
        OF_SESSIONS.forEach(
                (option, key) ->
                        options.refuse(option, "no value in a table; SET '" + key + "' instead"));
        return options;
    }

    /**
     * The settings of a table that is inserted into: its rows are read instead of files.
     *
     * @throws OptionException on the first option that cannot be used
     */
    Settings sink() {
        for (BoundedOption<?> option : OF_SOURCES) {
            refuse(option, "none where rows are inserted");
        }
        Endpoint sink = endpoint(JobOptions.SINK, FileOptions.OUTPUT, "its answers go");
        Map<String, String> all = new HashMap<>(table);
        all.put(JobOptions.SOURCE.key(), Endpoint.FILES.toString());
        all.put(FileOptions.INPUT.key(), TABLE);
        all.put(JobOptions.SINK.key(), sink.toString());
        // Two tables must not abort each other's transactions, nor two sessions that say so.
        all.putIfAbsent(
                KafkaOptions.TRANSACTIONAL_ID_PREFIX.key(),
                ofSession(KafkaOptions.TRANSACTIONAL_ID_PREFIX) + name + "/");
        return SettingsLoader.load(session, all);
    }

    /**
     * The settings of a table that is read: it takes the place of an output.
     *
     * @throws OptionException on the first option that cannot be used
     */
    Settings source() {
        for (BoundedOption<?> option : OF_SINKS) {
            refuse(option, "none where the table is read");
        }
        Endpoint source = endpoint(JobOptions.SOURCE, FileOptions.INPUT, "its requests come from");
        Map<String, String> all = new HashMap<>(table);
        all.put(JobOptions.SOURCE.key(), source.toString());
        all.put(JobOptions.SINK.key(), Endpoint.FILES.toString());
        all.put(FileOptions.OUTPUT.key(), TABLE);
        // A job that answers the same topic has a place of its own in it.
        if (!session.containsKey(KafkaOptions.GROUP_ID.key())) {
            all.putIfAbsent(KafkaOptions.GROUP_ID.key(), GROUP + name);
        }
        return SettingsLoader.load(session, all);
    }

    private String ofSession(BoundedOption<?> option) {
        String value = session.get(option.key());
        return value == null ? "" : value + "/";
    }

    /** What is given says which end it is, unless an option does. */
    private Endpoint endpoint(
            BoundedOption<Endpoint> option, BoundedOption<String> path, String what) {
        String given = table.get(option.key());
        if (given != null) {
            return Stream.of(Endpoint.values())
                    .filter(end -> end.toString().equalsIgnoreCase(given))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new OptionException(
                                            option.refusal(given, option.limit().words())));
        }
        if (table.containsKey(path.key())) {
            return Endpoint.FILES;
        }
        String servers = KafkaOptions.BOOTSTRAP_SERVERS.key();
        if (table.containsKey(servers) || session.containsKey(servers)) {
            return Endpoint.KAFKA;
        }
        throw new OptionException(
                "Table %s does not say where %s; give %s or %s"
                        .formatted(name, what, shown(path.key()), shown(servers)));
    }

    private void refuse(BoundedOption<?> option, String allowed) {
        String given = table.get(option.key());
        if (given != null) {
            throw new OptionException(option.refusal(given, allowed));
        }
    }

    private static void flink(String key) {
        throw new OptionException(
                key + " is given for a table; SET '" + key.substring(6) + "' instead");
    }

    private static boolean isOfAllTables(String key) {
        return key.startsWith(PREFIX)
                && !key.startsWith(PREFIX + "job.")
                && !key.startsWith(PREFIX + "files.");
    }

    private static boolean isOfModels(String key) {
        return key.startsWith(PREFIX + "model.");
    }

    private static String shown(String key) {
        return "'" + key.substring(PREFIX.length()) + "'";
    }
}
