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

import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ModelOptions;

import java.nio.file.Path;
import java.util.List;

/**
 * Looks at the models of a job that runs on this machine, before anything is started: a directory
 * that is none would else be told after restarts, or not at all. The models of a cluster are where
 * its task managers are.
 */
public final class ModelsHere {

    private ModelsHere() {}

    /**
     * Reads the settings of each model.
     *
     * @throws OptionException naming the first option whose directory holds no model
     */
    public static void check(Settings settings) {
        for (BoundedOption<String> option :
                List.of(ModelOptions.TARGET, ModelOptions.QUALIFIER, ModelOptions.DRAFT)) {
            settings.find(option).ifPresent(directory -> check(option, directory));
        }
    }

    private static void check(BoundedOption<String> option, String directory) {
        try {
            ModelDirectory.open(Path.of(directory));
        } catch (ModelException e) {
            throw new OptionException(
                    option.refusal(
                            directory,
                            "the directory of a Hugging Face model (" + e.getMessage() + ")"));
        }
    }
}
