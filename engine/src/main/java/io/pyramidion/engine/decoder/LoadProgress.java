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

import java.nio.file.Path;

/** Follows a model while it loads: is told in the loading thread, and often. */
@FunctionalInterface
public interface LoadProgress {

    /**
     * @param model its directory
     * @param read bytes of its weights that have been read
     * @param total all of them
     */
    void report(Path model, long read, long total);

    /**
     * Is told once, when the model is loaded.
     *
     * @param kept bytes of its weights as they are kept
     */
    default void loaded(Path model, Precision precision, long kept) {}

    /** Tells this one, then another. */
    default LoadProgress andThen(LoadProgress next) {
        LoadProgress first = this;
        return new LoadProgress() {
            @Override
            public void report(Path model, long read, long total) {
                first.report(model, read, total);
                next.report(model, read, total);
            }

            @Override
            public void loaded(Path model, Precision precision, long kept) {
                first.loaded(model, precision, kept);
                next.loaded(model, precision, kept);
            }
        };
    }
}
