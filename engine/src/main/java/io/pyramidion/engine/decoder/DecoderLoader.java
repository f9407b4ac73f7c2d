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
package io.pyramidion.engine.decoder;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.pyramidion.engine.inflate.DirectoryWeights;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.LlamaWeights;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.Weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Loads models: gives a fresh copy of the weightless decoder program the weights of a directory.
 * The program is ours and part of this jar; nothing in a model directory is ever executed.
 */
public final class DecoderLoader {

    private static final String PROGRAM = "decoder.pt";

    private final TorchRuntime runtime = TorchRuntime.get();

    /**
     * @param threads threads inside one operation; the first loader of a JVM decides
     */
    public DecoderLoader(int threads) {
        runtime.useThreads(threads);
    }

    /** Where models are loaded to: {@code cpu}, or a GPU such as {@code cuda:0}. */
    public String device() {
        return runtime.device();
    }

    /** Loads a model; of one that takes long the log tells how far it is. */
    public Decoder load(ModelDirectory directory, Precision wanted) {
        return load(directory, wanted, (model, read, total) -> {});
    }

    /**
     * Loads a model, which the caller then owns. Beside the weights as they are kept there is room
     * for about two copies of the largest one; a load that fails keeps nothing.
     *
     * @throws io.pyramidion.engine.model.ModelException if a file, tensor or setting is not as it
     *     should be
     */
    public Decoder load(ModelDirectory directory, Precision wanted, LoadProgress progress) {
        runtime.prepareThread();
        Precision precision = runtime.resolve(wanted);
        DecoderConfig config = directory.config();
        LoadProgress follower = new LoadLog(System::nanoTime).andThen(progress);
        PtSymbolBlock program = program();
        try (Weights weights = DirectoryWeights.open(directory)) {
            Set<String> names = LlamaWeights.check(config, weights);
            begin(program, config, precision);
            WeightFeed feed = new WeightFeed(runtime.manager(), program, weights, follower);
            follower.loaded(directory.path(), precision, feed.feed(config.layers(), names));
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
        return new TorchDecoder(runtime, program, config, precision);
    }

    private PtSymbolBlock program() {
        // DJL loads a module faithfully (in inference mode) only from a file.
        Path file = null;
        try (InputStream archive = DecoderLoader.class.getResourceAsStream(PROGRAM)) {
            file = Files.createTempFile("pyramidion-decoder", ".pt");
            Files.write(file, archive.readAllBytes());
            return JniUtils.loadModule(
                    runtime.manager(), file, true, new String[0], new String[0], false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack the decoder program to " + file, e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }

    private void begin(PtSymbolBlock program, DecoderConfig config, Precision precision) {
        long[] numbers =
                LongStream.concat(
                                LongStream.of(
                                        config.layers(),
                                        config.heads(),
                                        config.kvHeads(),
                                        config.headDim(),
                                        config.maxPositions()),
                                config.windows().stream().mapToLong(Integer::longValue))
                        .toArray();
        float[] frequencies = config.rope().inverseFrequencies(config.headDim());
        double[] inverse = new double[frequencies.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = frequencies[i];
        }
        try (IValue shape = IValue.listFrom(numbers);
                IValue eps = IValue.from(config.rmsNormEps());
                IValue rope = IValue.listFrom(inverse);
                IValue weightType = IValue.from(precision.toString());
                IValue device = IValue.from(runtime.device());
                IValue layers =
                        IValueUtils.runMethod(
                                program, "begin", shape, eps, rope, weightType, device)) {
            if (layers.toLong() != config.layers()) {
                throw new IllegalStateException(
                        "The program counts " + layers.toLong() + " layers");
            }
        }
    }
}
