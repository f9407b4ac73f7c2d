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
package io.pyramidion.benchmarks.control;

import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.pyramid.RoleWeights;
import io.pyramidion.operators.chain.GenerationChain;
import io.pyramidion.operators.chain.GenerationStreams;
import io.pyramidion.operators.chain.RequestKey;
import io.pyramidion.operators.controller.Controller;
import io.pyramidion.operators.settings.BatchSettings;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelSettings;
import io.pyramidion.operators.settings.RequestSettings;
import io.pyramidion.operators.settings.SessionSettings;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import picocli.CommandLine.Option;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source without end, a chain that cannot keep up with it, and the probe behind it; or a source
 * that floods now and then, and plans that tell of it.
 */
final class HeldBackJob {

    private static final long KV_BYTES = 1L << 30;
    private static final int CONTEXT = 512;
    private static final int MAX_TOKENS = 300;
    private static final int SHORT_TEXT = 8;
    private static final int PADDING = 16 << 10;

    @Option(
            names = "--models",
            defaultValue = "models",
            paramLabel = "DIR",
            description = "Directory of draft, qualifier and target (${DEFAULT-VALUE}).")
    private Path models;

    @Option(
            names = "--running",
            defaultValue = "4",
            paramLabel = "N",
            description = "Requests that run at once (${DEFAULT-VALUE}).")
    private int running;

    @Option(
            names = "--waiting",
            defaultValue = "4",
            paramLabel = "N",
            description =
                    "Requests that may wait before the source is held back (${DEFAULT-VALUE}).")
    private int waiting;

    @Option(
            names = "--tokens",
            defaultValue = "200",
            paramLabel = "N",
            description =
                    "Tokens of a text on average; half of it to half more (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--every",
            defaultValue = "20",
            paramLabel = "MS",
            description = "Milliseconds between two operator events (${DEFAULT-VALUE}).")
    private int every;

    /**
     * @throws BenchException naming an option that is out of its limits
     * @throws io.pyramidion.engine.model.ModelException if a model cannot be used
     */
    void check() {
        if (tokens < 2 || tokens > MAX_TOKENS) {
            throw new BenchException(
                    "--tokens is " + tokens + "; allowed: a number from 2 to " + MAX_TOKENS);
        }
        for (String model : List.of("target", "qualifier", "draft")) {
            ModelDirectory.open(models.resolve(model));
        }
    }

    void build(StreamExecutionEnvironment environment) {
        int average = tokens;
        AvroTypeInfo<RequestEnvelope> type = new AvroTypeInfo<>(RequestEnvelope.class);
        GenerationChain.apply(
                        environment
                                .fromSource(
                                        new NumberSequenceSource(0, Long.MAX_VALUE - 1),
                                        WatermarkStrategy.noWatermarks(),
                                        "numbers")
                                .map(number -> request(number, average, 0), type)
                                .name("requests")
                                .keyBy(new RequestKey(), Types.STRING),
                        settings())
                .results()
                .transform(
                        "probe",
                        new AvroTypeInfo<>(ResultEnvelope.class),
                        new EventProbe.Factory(Duration.ofMillis(every)))
                .sinkTo(new DiscardingSink<>());
    }

    /** The same chain behind a source of {@link Floods}, whose controller calms down quickly. */
    void buildFlooding(StreamExecutionEnvironment environment) {
        ControlSettings standard = ControlSettings.standard(ControlMode.ADAPTIVE);
        ControlSettings calming =
                new ControlSettings(
                        standard.mode(),
                        standard.interval(),
                        standard.interval(),
                        standard.maxCandidates(),
                        standard.interactiveWait(),
                        standard.standardWait(),
                        standard.shedClasses(),
                        standard.profileTime(),
                        standard.chain());
        DataGeneratorSource<RequestEnvelope> floods =
                new DataGeneratorSource<>(
                        number -> request(number, SHORT_TEXT, PADDING),
                        Long.MAX_VALUE,
                        new FloodGate.Strategy(),
                        new AvroTypeInfo<>(RequestEnvelope.class));
        GenerationStreams streams =
                GenerationChain.apply(
                        Controller.probe(
                                        environment.fromSource(
                                                floods, WatermarkStrategy.noWatermarks(), "floods"),
                                        calming)
                                .keyBy(new RequestKey(), Types.STRING),
                        settings().with(calming));
        streams.results().sinkTo(new DiscardingSink<>());
        streams.plans()
                .map(
                        plan -> {
                            Floods.inForce(plan);
                            return plan;
                        },
                        new AvroTypeInfo<>(SpeculationPlan.class))
                .name("sightings")
                .sinkTo(new DiscardingSink<>());
    }

    private ChainSettings settings() {
        Configuration defaults = new Configuration();
        return new ChainSettings(
                new ModelSettings(
                        "bench",
                        models.resolve("target"),
                        Optional.of(models.resolve("qualifier")),
                        Optional.of(models.resolve("draft")),
                        RoleWeights.AUTO,
                        1),
                new BatchSettings(
                        running,
                        waiting,
                        KV_BYTES,
                        CONTEXT,
                        EngineOptions.PREFILL_TOKENS.get(defaults)),
                SpeculationSettings.of(defaults),
                SessionSettings.of(defaults),
                RequestSettings.of(defaults),
                ChainSettings.MODELS_MAX_TOKENS,
                ControlSettings.of(defaults),
                TracingSettings.OFF);
    }

    /**
     * Lengths differ, so that texts end one by one.
     *
     * @param padding bytes that the record has beside the request: the more, the fewer records are
     *     underway between source and head
     */
    private static RequestEnvelope request(long number, int average, int padding) {
        GenerationRequest request = new GenerationRequest();
        request.setRequestId("request-" + number);
        request.setPrompt("Once upon a time there was a king who had " + number + " daughters.");
        request.setMaxTokens((int) (average / 2 + number * 7919 % average));
        request.setSeed(number);
        request.setTemperature(0.8);
        request.setIgnoreEos(true);
        request.setMetadata(Map.of());
        Origin origin = new Origin(number, ByteBuffer.allocate(0), List.of(), null);
        return new RequestEnvelope(request, origin, ByteBuffer.allocate(padding), Command.GENERATE);
    }
}
