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
package io.pyramidion.engine.pyramid;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.DecoderLoader;
import io.pyramidion.engine.decoder.LoadProgress;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.tokenizer.Tokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Loads the models of a pyramid: all of them or, when one fails, none. */
final class PyramidLoader {

    private static final Logger LOG = LoggerFactory.getLogger(PyramidLoader.class);

    private static final FastestWeights FASTEST = new FastestWeights(PassClock::millis);

    private PyramidLoader() {}

    /**
     * Loads the models of a spec with libtorch.
     *
     * @throws ModelException if a model cannot be used, or if two do not share a vocabulary
     */
    static Pyramid load(PyramidSpec spec, LoadProgress progress) {
        DecoderLoader loader = new DecoderLoader(spec.threads());
        boolean tries = loader.device().equals("cpu");
        return load(
                spec,
                (model, type) -> loader.load(model, type, progress),
                model ->
                        tries
                                ? FASTEST.of(
                                        model,
                                        (part, type) -> loader.load(part, type, progress::report))
                                : Precision.AUTO);
    }

    private static void tellBits(Pyramid pyramid) {
        if (pyramid.bitExact()) {
            LOG.info("{}: checked, texts have the same bits in whatever batch", pyramid.name());
        } else {
            LOG.warn(
                    "{}: on this machine a text's bits depend on its batch and its speculation. Where"
                            + " two tokens are nearly as likely, the same request may be answered"
                            + " with another text. Nothing else is lost.",
                    pyramid.name());
        }
    }

    /**
     * Loads all models or, when one fails, keeps none: a job that restarts tries again.
     *
     * @param loader loads one model with weights of a type
     * @param fastest the type of a qualifier's or draft's weights where the spec leaves it open
     */
    static Pyramid load(
            PyramidSpec spec,
            BiFunction<ModelDirectory, Precision, Decoder> loader,
            Function<ModelDirectory, Precision> fastest) {
        ModelDirectory whole = ModelDirectory.open(spec.target());
        Optional<ModelDirectory> qualifier = spec.qualifier().map(ModelDirectory::open);
        Optional<ModelDirectory> draft = spec.draft().map(ModelDirectory::open);
        Tokenizer tokenizer = Tokenizer.open(whole);
        List<Decoder> loaded = new ArrayList<>();
        try {
            int vocabulary =
                    SharedVocabulary.of(
                            tokenizer,
                            whole,
                            Stream.of(qualifier, draft).flatMap(Optional::stream).toList());
            BiFunction<ModelDirectory, ModelRole, Decoder> load =
                    (model, role) -> {
                        ModelDirectory same = model.withVocabulary(vocabulary);
                        Precision wanted = spec.weights().of(role);
                        boolean open = wanted == Precision.AUTO && role != ModelRole.TARGET;
                        Decoder decoder = loader.apply(same, open ? fastest.apply(same) : wanted);
                        loaded.add(decoder);
                        return decoder;
                    };
            ModelDirectory target = whole.withVocabulary(vocabulary);
            Pyramid pyramid =
                    new Pyramid(
                            target,
                            tokenizer,
                            load.apply(target, ModelRole.TARGET),
                            qualifier.map(model -> load.apply(model, ModelRole.QUALIFIER)),
                            draft.map(model -> load.apply(model, ModelRole.DRAFT)));
            tellBits(pyramid);
            return pyramid;
        } catch (RuntimeException e) {
            loaded.forEach(Decoder::close);
            tokenizer.close();
            throw e;
        }
    }
}
