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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.decoder.ScriptedDecoder;

/**
 * Pyramids of scripted decoders, for tests of every module that need no model. Tokenizer and
 * configuration are those of the bundled models; no weight is read and no native engine loaded.
 */
public final class ScriptedPyramid {

    private ScriptedPyramid() {}

    /**
     * Loads one.
     *
     * @param agreement share of the target's tokens that draft and qualifier foresee, 0 to 1
     */
    public static Pyramid load(double agreement) {
        return load(BundledFamily.spec(), agreement);
    }

    /**
     * Puts one in the pool's place of a spec: until the lease is closed, whoever wants the models
     * of that spec gets it. Nobody may have them already.
     */
    public static PyramidPool.Lease lease(PyramidSpec spec, double agreement) {
        return PyramidPool.acquire(spec, wanted -> load(wanted, agreement));
    }

    /** Loads one that pretends to be the models of a spec. */
    public static Pyramid load(PyramidSpec spec, double agreement) {
        return PyramidLoader.load(
                spec,
                (model, type) ->
                        new ScriptedDecoder(
                                model.config(), model.name().equals("target") ? 1 : agreement),
                model -> Precision.AUTO);
    }
}
