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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.sampling.Noise;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.job.options.ModelRunOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.request.RequestReader;
import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.GenerationRequest;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers the rows of one subtask with the engine that it shares with all others of its JVM. Every
 * row gets exactly one row: an answer or, if {@code OUTPUT} has a column for it, its error. Without
 * that column an error fails the statement, as does a fault of the engine in any case. Keeps no
 * state: Flink keeps the rows that are under way, and after a failure they begin again.
 *
 * <p>Prompts are tokenized by the task's thread, the engine's thread runs the models. Closing the
 * function takes its rows out of the batch, and ends the engine if it was the last to use it.
 */
public final class PyramidionPredictFunction extends AsyncPredictFunction
        implements SpecializedFunction {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PyramidionPredictFunction.class);
    private static final String ERROR = "error";

    private final PredictSettings settings;

    private transient EnginePool.Lease engine;
    private transient RowRequests requests;
    private transient RequestReader reader;
    private transient PredictMetrics metrics;

    PyramidionPredictFunction(PredictSettings settings) {
        this.settings = settings;
    }

    /** Flink hands on a table's values in the table's types, not in those of the model's input. */
    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        List<DataType> types = context.getCallContext().getArgumentDataTypes();
        return new PyramidionPredictFunction(
                settings.with(
                        settings.inputs()
                                .as(types.stream().map(DataType::getLogicalType).toList())));
    }

    @Override
    public void open(FunctionContext context) {
        Settings models = ModelRunOptions.read(settings.models());
        ChainSettings chain = ChainSettings.of(models.options());
        requests = new RowRequests(settings.inputs(), settings.defaults(), models.requestLimits());
        engine = EnginePool.acquire(settings.models(), () -> SharedEngine.start(chain));
        reader = new RequestReader(engine.pyramid(), engine.plan().contextTokens(), chain);
        metrics = new PredictMetrics(context.getMetricGroup(), engine);
        BatchFill.warning(
                        settings.name(),
                        engine.plan().slots(),
                        context.getTaskInfo().getNumberOfParallelSubtasks(),
                        settings.concurrency())
                .ifPresent(LOG::warn);
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData row) {
        try {
            Sequence sequence = sequence(requests.request(row));
            metrics.admitted(sequence);
            return engine.run(sequence, settings.deadline()).thenApply(this::answer);
        } catch (InvalidRequestException e) {
            return CompletableFuture.completedFuture(e.getMessage())
                    .thenApply(error -> failed(ERROR, error));
        }
    }

    private Sequence sequence(GenerationRequest request) {
        int[] prompt = reader.prompt(request, List.of()).tokens();
        return engine.pyramid()
                .sequences()
                .create(
                        request.getRequestId(),
                        prompt,
                        new int[0],
                        reader.sampling(request, Noise.seed(reader.seed(request), 0)),
                        reader.speculation(request),
                        engine.plan().contextTokens());
    }

    private Collection<RowData> answer(Sequence sequence) {
        FinishReason reason = sequence.finishReason().orElseThrow();
        if (reason == FinishReason.DEADLINE_EXCEEDED) {
            return failed(
                    reason.wireName(),
                    "The row took longer than its deadline of %s; %d tokens were generated by then"
                            .formatted(
                                    BoundedOption.text(settings.deadline()),
                                    sequence.generatedCount()));
        }
        metrics.finished(sequence);
        return List.of(settings.outputs().row(sequence));
    }

    private Collection<RowData> failed(String reason, String error) {
        metrics.failed(reason);
        if (!settings.outputs().holdErrors()) {
            throw new RowFailedException(settings.name(), error);
        }
        return List.of(settings.outputs().failed(reason, error));
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
