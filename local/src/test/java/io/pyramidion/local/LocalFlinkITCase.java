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
package io.pyramidion.local;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalFlinkITCase {

    /** Its dashboard is gone before anybody can ask it whether the job runs. */
    @Test
    void doesNotWaitForAJobToRunThatHasEnded() {
        try (LocalFlink flink = start(env -> env.fromData(1).sinkTo(new DiscardingSink<>()))) {
            flink.awaitEnd();
        }
    }

    @Test
    void saysWhyAJobFailedThatNeverRan() {
        assertThatThrownBy(
                        () ->
                                start(
                                        env ->
                                                env.fromData(0)
                                                        .map(new FailsToOpen())
                                                        .returns(Integer.class)
                                                        .sinkTo(new DiscardingSink<>())))
                .isInstanceOf(LaunchException.class)
                .hasMessage("The job failed: / by zero");
    }

    @Test
    void leavesNoFolderBehindWhenTheGraphCannotBeBuilt() {
        AtomicReference<Path> folder = new AtomicReference<>();

        assertThatThrownBy(
                        () ->
                                start(
                                        env -> {
                                            folder.set(folder(env));
                                            assertThat(folder.get()).exists();
                                            throw new IllegalStateException("no graph");
                                        }))
                .hasMessage("no graph");

        assertThat(folder.get()).doesNotExist();
    }

    /** Its task ends before it has run: nobody can see it run first. */
    private static final class FailsToOpen extends RichMapFunction<Integer, Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            throw new ArithmeticException("/ by zero");
        }

        @Override
        public Integer map(Integer number) {
            return number;
        }
    }

    private static Path folder(StreamExecutionEnvironment env) {
        return Path.of(env.getConfiguration().get(CoreOptions.TMP_DIRS));
    }

    private static LocalFlink start(Consumer<StreamExecutionEnvironment> graph) {
        LocalFlink.Launch launch =
                new LocalFlink.Launch(
                        "test",
                        1,
                        FreePorts.next(),
                        Map.of("restart-strategy.type", "none"),
                        graph);
        return LocalFlink.start(Installation.current(), launch);
    }
}
