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
package io.pyramidion.job;

import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker that all tests of a run share, each with topics of its own. It ends with the run. */
public final class SharedBroker implements BeforeAllCallback {

    /** The largest record batch that it takes. */
    public static final int MAX_BYTES = 16 << 20;

    private LocalBroker broker;

    @Override
    public void beforeAll(ExtensionContext context) {
        broker =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.create(SharedBroker.class))
                        .getOrComputeIfAbsent(
                                LocalBroker.class,
                                key -> LocalBroker.start(Installation.current(), MAX_BYTES),
                                LocalBroker.class);
    }

    public LocalBroker get() {
        return broker;
    }
}
