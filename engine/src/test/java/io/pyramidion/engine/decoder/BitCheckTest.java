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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.model.ModelDirectory;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.ToIntFunction;

import static org.assertj.core.api.Assertions.assertThat;

class BitCheckTest {

    @Test
    void passesWhereATokensLogitsDependOnTheTokensBeforeIt() {
        assertThat(new BitCheck(decoder(rows -> 0)).passes()).isTrue();
    }

    @Test
    void failsWhereTheyDependOnTheNumberOfSequences() {
        assertThat(new BitCheck(decoder(List::size)).passes()).isFalse();
    }

    @Test
    void failsWhereTheyDependOnTheNumberOfTokensInAPass() {
        assertThat(new BitCheck(decoder(rows -> rows.get(0).tokens().length)).passes()).isFalse();
    }

    /** A decoder whose logits are off in the last bits by something of a batch. */
    private static Decoder decoder(ToIntFunction<List<Row>> shape) {
        Decoder scripted =
                new ScriptedDecoder(ModelDirectory.open(BundledFamily.target()).config(), 1);
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(scripted, arguments);
                    if (answer instanceof double[][] logits) {
                        @SuppressWarnings("unchecked")
                        List<Row> rows = (List<Row>) arguments[1];
                        for (double[] row : logits) {
                            row[0] += shape.applyAsInt(rows) * 1e-9;
                        }
                    }
                    return answer;
                };
        return (Decoder)
                Proxy.newProxyInstance(
                        BitCheckTest.class.getClassLoader(),
                        new Class<?>[] {Decoder.class},
                        handler);
    }
}
