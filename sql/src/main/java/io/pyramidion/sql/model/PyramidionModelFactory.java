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
package io.pyramidion.sql.model;

import io.pyramidion.job.ModelsHere;
import io.pyramidion.job.options.ModelRunOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.job.options.Settings;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes models of {@code CREATE MODEL ... WITH ('provider' = 'pyramidion')}. Flink asks for one
 * when it plans a query, so that is when options and columns are checked; the models' directories
 * are read by the task managers. What is wrong ends in a {@link ValidationException} that names the
 * option or column, its value and what is allowed.
 */
public final class PyramidionModelFactory implements ModelProviderFactory {

    private static final String IDENTIFIER = "pyramidion";
    private static final String TARGET = "model.target";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(option(TARGET));
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new LinkedHashSet<>();
        Stream.of(
                        ModelRunOptions.keys().stream().filter(key -> !key.equals(TARGET)),
                        RequestFields.options().stream(),
                        Stream.of(GivenOptions.DEADLINE))
                .flatMap(keys -> keys)
                .forEach(key -> options.add(option(key)));
        return options;
    }

    private static ConfigOption<String> option(String key) {
        return ConfigOptions.key(key).stringType().noDefaultValue();
    }

    @Override
    public ModelProvider createModelProvider(Context context) {
        ResolvedCatalogModel model = context.getCatalogModel();
        ReadableConfig session = context.getConfiguration();
        GivenOptions given = GivenOptions.ofModel(model.getOptions());
        try {
            Settings settings = ModelRunOptions.read(given.models());
            if ("local".equals(session.get(DeploymentOptions.TARGET))) {
                ModelsHere.check(settings);
            }
            return new PyramidionModel(
                    context.getObjectIdentifier().getObjectName(),
                    given,
                    settings.requestLimits(),
                    InputColumns.of(model.getResolvedInputSchema()),
                    OutputColumns.of(model.getResolvedOutputSchema()),
                    session.get(ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT),
                    session.get(
                            ExecutionConfigOptions
                                    .TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS));
        } catch (OptionException e) {
            throw new ValidationException("In WITH: " + e.getMessage(), e);
        }
    }
}
