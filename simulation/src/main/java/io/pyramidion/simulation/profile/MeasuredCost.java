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
package io.pyramidion.simulation.profile;

/**
 * A pass as it was measured: by the tokens that it feeds, plus what attending to earlier tokens
 * takes. Of a pass that draws after some of its tokens only, the share that draws costs as drawing
 * passes do, and the rest as reading ones.
 *
 * @param drawing milliseconds of passes that draw after every token
 * @param reading of passes that draw nothing
 * @param millisPerThousandCached for every thousand tokens in the cache that its sequences attend
 *     to
 */
record MeasuredCost(MeasuredLine drawing, MeasuredLine reading, double millisPerThousandCached)
        implements PassCost {

    @Override
    public double millis(PassShape pass) {
        double share = Math.min(1, (double) pass.draws() / pass.positions());
        double read = reading.millis(pass.positions());
        return read
                + share * (drawing.millis(pass.positions()) - read)
                + millisPerThousandCached * pass.contextTokens() / 1000.0;
    }
}
