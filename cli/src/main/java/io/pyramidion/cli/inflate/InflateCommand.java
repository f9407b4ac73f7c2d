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
package io.pyramidion.cli.inflate;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.engine.inflate.InflatedDirectory;
import io.pyramidion.engine.inflate.Inflation;
import io.pyramidion.engine.inflate.KnownShape;
import io.pyramidion.engine.inflate.ModelShape;
import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code pyramidion inflate}: a larger model that writes what a smaller one does. */
@Command(
        name = "inflate",
        description = {
            "Enlarge a model without changing what it computes: the same tokens at the cost of the larger model.",
            "Sizes that you do not give are taken from --like, or else from the source."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class InflateCommand implements Callable<Integer> {

    private static final long SEED = 1;
    private static final long GIGABYTE = 1_000_000_000L;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SRC", description = "Hugging Face directory.")
    private Path source;

    @Parameters(index = "1", paramLabel = "DST", description = "A new or empty directory.")
    private Path destination;

    @Option(
            names = "--like",
            paramLabel = "NAME",
            description =
                    "Take the shape of llama-3.2-1b, llama-3.2-3b or llama-3.1-8b, with more FFN units to make up for the smaller vocabulary.")
    private Optional<String> like = Optional.empty();

    @Option(names = "--hidden", paramLabel = "N", description = "Width of the residual stream.")
    private Optional<Integer> hidden = Optional.empty();

    @Option(names = "--layers", paramLabel = "N", description = "Decoder layers.")
    private Optional<Integer> layers = Optional.empty();

    @Option(names = "--heads", paramLabel = "N", description = "Query heads of a layer.")
    private Optional<Integer> heads = Optional.empty();

    @Option(names = "--kv-heads", paramLabel = "N", description = "Key and value heads.")
    private Optional<Integer> kvHeads = Optional.empty();

    @Option(
            names = "--head-dim",
            paramLabel = "N",
            description = "Dimensions of a head, a multiple of the source's.")
    private Optional<Integer> headDim = Optional.empty();

    @Option(names = "--intermediate", paramLabel = "N", description = "FFN units of a layer.")
    private Optional<Integer> intermediate = Optional.empty();

    @Option(
            names = "--recipe",
            description =
                    "Write only the name of the source, no weights: Pyramidion makes the weights in memory when it loads DST.")
    private boolean recipe;

    private long shown;

    @Override
    public Integer call() {
        try {
            Inflation inflation = plan(ModelDirectory.open(source));
            describe(inflation);
            InflatedDirectory directory = new InflatedDirectory(inflation, destination);
            if (recipe) {
                directory.writeRecipe();
                say("Wrote %s; its weights are made from %s.", destination, source);
            } else {
                long bytes = directory.writeCheckpoint(this::progress);
                say("Wrote %s: %,d bytes of weights.", destination, bytes);
            }
            return 0;
        } catch (ModelException e) {
            throw new CommandException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(destination + " cannot be written: " + e, e);
        }
    }

    private Inflation plan(ModelDirectory directory) {
        DecoderConfig config = directory.config();
        ModelShape base =
                like.map(name -> known(name).withVocabulary(config.vocabSize()))
                        .orElse(ModelShape.of(config));
        ModelShape shape =
                new ModelShape(
                        hidden.orElse(base.hidden()),
                        layers.orElse(base.layers()),
                        heads.orElse(base.heads()),
                        kvHeads.orElse(base.kvHeads()),
                        headDim.orElse(base.headDim()),
                        intermediate.orElse(base.intermediate()));
        return Inflation.of(directory, shape, SEED);
    }

    private KnownShape known(String name) {
        return KnownShape.named(name)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--like is %s; allowed: %s."
                                                .formatted(name, KnownShape.names())));
    }

    private void describe(Inflation inflation) {
        int vocabulary = inflation.source().config().vocabSize();
        say("%s: %s.", destination, inflation.shape());
        say("A forward pass reads %,d weights.", inflation.shape().weights(vocabulary));
    }

    private void progress(long bytes) {
        if (bytes / GIGABYTE > shown) {
            shown = bytes / GIGABYTE;
            say("%d GB written ...", shown);
        }
    }

    private void say(String format, Object... arguments) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
