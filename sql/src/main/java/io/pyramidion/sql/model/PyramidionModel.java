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
package io.pyramidion.sql.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.operators.request.RequestChecks;
import io.pyramidion.operators.request.RequestLimits;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;

import java.time.Duration;

/**
 * A model of SQL as a query is planned with it. There is no synchronous one: it would have one row
 * of each subtask in the batch.
 *
 * @param name what SQL calls it
 * @param given the model's own options
 * @param limits what a request can be checked against without a model
 * @param timeout Flink's, unless the query has another
 * @param concurrency most rows that Flink has under way in a subtask, unless the query says another
 *     number
 */
record PyramidionModel(
        String name,
        GivenOptions given,
        RequestLimits limits,
        InputColumns inputs,
        OutputColumns outputs,
        Duration timeout,
        int concurrency)
        implements AsyncPredictRuntimeProvider {

    PyramidionModel {
        check(given.fields(), inputs, limits);
    }

    @Override
    public ModelProvider copy() {
        return this;
    }

    @Override
    public AsyncPredictFunction createAsyncPredictFunction(Context context) {
        ReadableConfig query = context.runtimeConfig();
        GivenOptions asked = GivenOptions.ofQuery(query.toMap());
        ObjectNode fields = asked.fieldsOver(given.fields());
        check(fields, inputs, limits);
        Duration ends =
                query.getOptional(MLPredictRuntimeConfigOptions.ASYNC_TIMEOUT).orElse(timeout);
        return new PyramidionPredictFunction(
                new PredictSettings(
                        name,
                        given.models(),
                        fields.toString(),
                        inputs,
                        outputs,
                        RowDeadline.of(asked.deadline().or(given::deadline), ends),
                        query.getOptional(
                                        MLPredictRuntimeConfigOptions
                                                .ASYNC_MAX_CONCURRENT_OPERATIONS)
                                .orElse(concurrency)));
    }

    private static void check(ObjectNode fields, InputColumns inputs, RequestLimits limits) {
        RequestDefaults.check(fields, inputs.has("messages"), new RequestChecks(limits));
    }
}
