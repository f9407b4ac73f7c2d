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

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;

import java.util.Set;

/**
 * Makes tables with {@code 'connector' = 'pyramidion'}. {@code INSERT INTO} such a table generates
 * an answer for each row and writes it where the options say; reading from it generates an answer
 * for each request of a topic or file. Its options are the job's, which check themselves: an
 * unknown key, a missing one and a value out of its limits are each refused by name.
 *
 * @see io.pyramidion.job.options.SettingsLoader
 */
public final class PyramidionTableFactory
        implements DynamicTableSinkFactory, DynamicTableSourceFactory {

    @Override
    public String factoryIdentifier() {
        return "pyramidion";
    }

    /** None by this mechanism, which does not know that some are needed with others alone. */
    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    /** None by this mechanism, which knows no limits. */
    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        GenerationTable table = GenerationTable.sink(context);
        ColumnChecks.sink(table);
        return new RequestSink(table);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        GenerationTable table = GenerationTable.source(context);
        ColumnChecks.source(table);
        return new AnswerSource(table, context.getPhysicalRowDataType());
    }
}
