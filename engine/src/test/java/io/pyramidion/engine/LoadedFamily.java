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
package io.pyramidion.engine;

import io.pyramidion.engine.pyramid.Pyramid;
import io.pyramidion.engine.pyramid.PyramidPool;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds the bundled models for the tests of a class, in float32 with one thread. For a static field
 * with {@link org.junit.jupiter.api.extension.RegisterExtension}: they are there from before the
 * first of the class's own preparations until after the last test.
 */
public final class LoadedFamily implements BeforeAllCallback, AfterAllCallback {

    private PyramidPool.Lease lease;

    @Override
    public void beforeAll(ExtensionContext context) {
        lease = PyramidPool.acquire(BundledFamily.spec());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        lease.close();
    }

    public Pyramid pyramid() {
        return lease.pyramid();
    }
}
