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

import io.pyramidion.job.files.InputScan;
import io.pyramidion.job.files.Inputs;
import io.pyramidion.job.files.OutputCheck;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all that a job will read from and write to before it starts. */
public final class JobStart {

    private static final Logger LOG = LoggerFactory.getLogger(JobStart.class);

    private JobStart() {}

    /**
     * What was found.
     *
     * @param settings with what follows from the broker
     * @param inputs the files that are read
     */
    public record Checked(Settings settings, Inputs inputs) {}

    /**
     * Checks the broker, if the job has to do with one, and the files.
     *
     * @param goesOn whether the job starts from a checkpoint or savepoint
     * @throws io.pyramidion.job.options.OptionException if files do not allow what an option says
     * @throws io.pyramidion.job.kafka.StartException if the broker does not allow the job
     */
    public static Checked check(Settings settings, boolean goesOn) {
        boolean fromFiles = settings.get(JobOptions.SOURCE) == Endpoint.FILES;
        boolean toFiles = settings.get(JobOptions.SINK) == Endpoint.FILES;
        if (settings.get(FileOptions.KEEP_ORDER) && !(fromFiles && toFiles)) {
            throw new OptionException(
                    FileOptions.KEEP_ORDER.refusal(
                            true,
                            "true only with %s and %s: files"
                                    .formatted(JobOptions.SOURCE.key(), JobOptions.SINK.key())));
        }
        Inputs inputs = fromFiles ? InputScan.scan(settings) : InputScan.nothing(settings);
        inputs.warnings().forEach(LOG::warn);
        if (toFiles) {
            OutputCheck.check(settings, inputs, goesOn);
        }
        return new Checked(fromFiles && toFiles ? settings : BrokerCheck.check(settings), inputs);
    }
}
