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

import io.pyramidion.job.kafka.StartException;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Main class of the job's jar on a cluster: {@code --config FILE --key value}. */
public final class PyramidionMain {

    private PyramidionMain() {}

    /**
     * Submits the job.
     *
     * @throws Refusal if the options or the broker do not allow it: one line, no stack trace. It is
     *     thrown rather than turned into an exit status since a session cluster runs this method in
     *     its job manager.
     * @throws Exception if Flink refuses the job
     */
    public static void main(String[] arguments) throws Exception {
        built(arguments).execute();
    }

    private static StreamExecutionEnvironment built(String[] arguments) {
        try {
            Settings given = SettingsLoader.load(arguments);
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.getExecutionEnvironment(given.flinkConfiguration());
            boolean goesOn =
                    env.getConfiguration()
                            .getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                            .isPresent();
            JobStart.Checked checked = JobStart.check(given, goesOn);
            PyramidionJob.build(env, checked.settings(), checked.inputs());
            return env;
        } catch (OptionException | StartException e) {
            throw new Refusal(e.getMessage());
        }
    }

    /** Why the job does not start, without a stack trace: the line says it all. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }
}
