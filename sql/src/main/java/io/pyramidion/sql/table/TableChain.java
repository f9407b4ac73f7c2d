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

import io.pyramidion.operators.chain.GenerationChain;
import io.pyramidion.operators.chain.GenerationStreams;
import io.pyramidion.operators.chain.RequestKey;
import io.pyramidion.operators.controller.Controller;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The chain of one table.
 *
 * @param results one for every request
 * @param deadLetters requests that were refused at admission; they have a result too
 */
record TableChain(DataStream<ResultEnvelope> results, DataStream<DeadLetter> deadLetters) {

    /** Adds the chain to a job, with a controller of its own. */
    static TableChain apply(GenerationTable table, DataStream<RequestEnvelope> requests) {
        ChainSettings chain = table.chain();
        GenerationStreams generated =
                GenerationChain.apply(
                        Controller.probe(requests, chain.control())
                                .setParallelism(requests.getParallelism())
                                .keyBy(new RequestKey(), Types.STRING),
                        chain);
        DataStream<ResultEnvelope> none =
                generated
                        .plans()
                        .flatMap(new Nothing())
                        .returns(new AvroTypeInfo<>(ResultEnvelope.class))
                        .uid(table.uid("plans"))
                        .name("plans")
                        .setParallelism(1);
        return new TableChain(generated.results().union(none), generated.deadLetters());
    }
}
