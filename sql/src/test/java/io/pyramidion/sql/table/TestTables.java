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

import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes table {@code cat.db.t} by its factory, as a planner does, but without one. */
record TestTables(Configuration session) {

    private static final ObjectIdentifier NAME = ObjectIdentifier.of("cat", "db", "t");

    DynamicTableSink sink(Map<String, String> options, Column... columns) {
        return FactoryUtil.createDynamicTableSink(
                null, NAME, table(options, columns), Map.of(), session, loader(), true);
    }

    DynamicTableSource source(Map<String, String> options, Column... columns) {
        return FactoryUtil.createDynamicTableSource(
                null, NAME, table(options, columns), Map.of(), session, loader(), true);
    }

    DynamicTableFactory.Context context(Map<String, String> options, Column... columns) {
        return new FactoryUtil.DefaultDynamicTableContext(
                NAME, table(options, columns), Map.of(), session, loader(), true);
    }

    private static ResolvedCatalogTable table(Map<String, String> options, Column... columns) {
        ResolvedSchema schema = ResolvedSchema.of(List.of(columns));
        Map<String, String> all = new HashMap<>(options);
        all.put("connector", "pyramidion");
        return new ResolvedCatalogTable(
                CatalogTable.newBuilder()
                        .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                        .options(all)
                        .build(),
                schema);
    }

    private static ClassLoader loader() {
        return TestTables.class.getClassLoader();
    }
}
