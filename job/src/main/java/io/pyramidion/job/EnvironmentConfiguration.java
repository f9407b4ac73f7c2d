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

import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ParameterTool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Flink how the job wants to be run. */
final class EnvironmentConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentConfiguration.class);

    private EnvironmentConfiguration() {}

    /**
     * Configures an environment, and logs a warning for each of the user's values that the job
     * advises against.
     *
     * @throws OptionException if the cluster's runtime mode is not STREAMING
     */
    static void apply(StreamExecutionEnvironment env, Settings settings) {
        requireStreaming(env);
        settings.warnings().forEach(LOG::warn);
        env.configure(settings.standingFlinkConfiguration());
        env.getConfig().setGlobalJobParameters(ParameterTool.fromMap(settings.shown()));
    }

    private static void requireStreaming(StreamExecutionEnvironment env) {
        RuntimeExecutionMode mode = env.getConfiguration().get(ExecutionOptions.RUNTIME_MODE);
        if (mode != RuntimeExecutionMode.STREAMING) {
            throw new OptionException(
                    ExecutionOptions.RUNTIME_MODE.key()
                            + " is "
                            + mode
                            + "; allowed: STREAMING, since many sessions are served at a time,"
                            + " from bounded input too");
        }
    }
}
