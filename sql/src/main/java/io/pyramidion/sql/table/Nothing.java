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

import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Makes no result of a plan. It ties the controller to the results: of what a table adds to a job,
 * the planner keeps only what leads to its rows.
 */
final class Nothing implements FlatMapFunction<SpeculationPlan, ResultEnvelope> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(SpeculationPlan plan, Collector<ResultEnvelope> results) {}
}
