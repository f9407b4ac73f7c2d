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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Loads models: gives a fresh copy of the weightless decoder program the weights of a directory.
 * The program is ours and part of this jar; nothing in a model directory is ever executed.
 */
public final class DecoderLoader {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderLoader.class);
    private static final String PROGRAM = "decoder.pt";

    /** Names of ignored tensors in a message. */
    private static final int TOLD = 5;

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
            tellIgnored(LlamaWeights.ignored(weights, names), directory);
            WeightFeed feed = new WeightFeed(runtime.manager(), program, weights, follower);
            long kept = feed.feed(config.layers(), config.options().tensors(), names);
            follower.loaded(directory.path(), precision, kept);
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
        return new TorchDecoder(runtime, program, config, precision);
    }

    private static void tellIgnored(List<String> names, ModelDirectory directory) {
        if (!names.isEmpty()) {
            LOG.warn(
                    "{}: {} tensors are no part of the {} that config.json describes, and are ignored: {}",
                    directory.path(),
                    names.size(),
                    directory.config().architecture().className(),
                    String.join(", ", names.subList(0, Math.min(names.size(), TOLD)))
                            + (names.size() > TOLD ? ", …" : ""));
        }
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
        ProgramShape described = ProgramShape.of(config);
        try (IValue shape = IValue.listFrom(described.shape());
                IValue scalars = IValue.listFrom(described.scalars());
                IValue rope = IValue.listFrom(described.frequencies());
                IValue weightType = IValue.from(runtime.programType(precision));
                IValue device = IValue.from(runtime.device());
                IValue layers =
                        IValueUtils.runMethod(
                                program, "begin", shape, scalars, rope, weightType, device)) {
            if (layers.toLong() != config.layers()) {
                throw new IllegalStateException(
                        "The program counts " + layers.toLong() + " layers");
            }
        }
    }
}
