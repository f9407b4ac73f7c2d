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

import io.pyramidion.job.files.Columns;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.ChainSettings;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.types.logical.RowType;

/**
 * One table as it is used in one statement, checked.
 *
 * @param name catalog, database and table
 * @param settings its options, and those of the session that it does not set
 * @param session what the session sets for Flink
 * @param columns which column means what
 * @param rows the table's physical columns
 */
record GenerationTable(
        String name, Settings settings, ReadableConfig session, Columns columns, RowType rows) {

    /** A table that is inserted into. */
    static GenerationTable sink(DynamicTableFactory.Context context) {
        return of(context, TableOptions.of(context).sink());
    }

    /** A table that is read. */
    static GenerationTable source(DynamicTableFactory.Context context) {
        return of(context, TableOptions.of(context).source());
    }

    private static GenerationTable of(DynamicTableFactory.Context context, Settings settings) {
        SessionChecks.check(context.getConfiguration());
        SessionChecks.checkModels(context.getConfiguration(), settings);
        return new GenerationTable(
                context.getObjectIdentifier().asSummaryString(),
                settings,
                context.getConfiguration(),
                Columns.of(settings),
                (RowType) context.getPhysicalRowDataType().getLogicalType().copy(false));
    }

    /** The uid of an operator of this table. It depends on the table's name alone. */
    String uid(String operator) {
        return chainName() + operator;
    }

    /** The chain's settings; it has a controller of its own. */
    ChainSettings chain() {
        ChainSettings chain = ChainSettings.of(settings.options());
        return chain.with(chain.control().forChain(chainName()));
    }

    private String chainName() {
        return name + "/";
    }
}
