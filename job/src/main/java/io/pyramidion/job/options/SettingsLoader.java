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
package io.pyramidion.job.options;

import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.ModelOptions;
import org.apache.flink.configuration.Configuration;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes {@link Settings} from a YAML file and arguments. Keys may leave out {@code pyramidion.};
 * keys under {@code flink.} are Flink's own and pass through, but for those that the job decides.
 * Arguments win over the file.
 */
public final class SettingsLoader {

    private static final String CONFIG = "config";
    private static final String KAFKA = OptionCatalogue.PREFIX + "kafka.";

    private SettingsLoader() {}

    /**
     * Reads arguments of which {@code --config FILE} may name a file.
     *
     * @throws OptionException on the first option that cannot be used
     */
    public static Settings load(String... arguments) {
        Map<String, String> given = ArgumentSettings.read(List.of(arguments));
        Optional<Path> file = Optional.ofNullable(given.remove(CONFIG)).map(Path::of);
        return load(file.map(YamlSettings::read).orElse(Map.of()), given);
    }

    /**
     * Reads entries by key; those of {@code overrides} win.
     *
     * @throws OptionException on the first option that cannot be used
     */
    public static Settings load(Map<String, String> entries, Map<String, String> overrides) {
        Map<String, String> all = qualified(entries);
        all.putAll(qualified(overrides));
        Configuration options = new Configuration();
        Configuration flink = new Configuration();
        all.forEach(
                (key, value) -> {
                    if (key.startsWith(FlinkDecision.PREFIX)) {
                        flink.setString(key.substring(FlinkDecision.PREFIX.length()), value);
                    } else {
                        options.setString(known(key, value), value);
                    }
                });
        OptionChecks.check(options);
        OptionChecks.fillDefaults(options);
        FlinkDecisions.check(flink, options);
        return new Settings(options, flink);
    }

    /**
     * The same options as arguments only, without a file, by their full keys: for a job that is
     * submitted where the file cannot be read. What would be a path of this machine is made
     * absolute.
     *
     * @throws OptionException if the file or an argument cannot be read
     */
    public static Map<String, String> flattened(List<String> arguments) {
        Map<String, String> given = ArgumentSettings.read(arguments);
        Optional<Path> file = Optional.ofNullable(given.remove(CONFIG)).map(Path::of);
        Map<String, String> all = qualified(file.map(YamlSettings::read).orElse(Map.of()));
        all.putAll(qualified(given));
        for (BoundedOption<String> model :
                List.of(ModelOptions.TARGET, ModelOptions.QUALIFIER, ModelOptions.DRAFT)) {
            all.computeIfPresent(
                    model.key(), (key, path) -> Path.of(path).toAbsolutePath().toString());
        }
        return all;
    }

    /**
     * Reads only what a client of the job needs: the Kafka options of a file, which may be wrong or
     * incomplete elsewhere. Other options have their defaults.
     *
     * @param overrides Kafka options that win over the file's
     * @throws OptionException on the first Kafka option that cannot be used
     */
    public static Settings loadKafka(Path file, Map<String, String> overrides) {
        Map<String, String> all = qualified(YamlSettings.read(file));
        all.putAll(qualified(overrides));
        Configuration options = new Configuration();
        all.forEach(
                (key, value) -> {
                    if (key.startsWith(KAFKA)) {
                        options.setString(known(key, value), value);
                    }
                });
        OptionChecks.checkKafka(options);
        return new Settings(options, new Configuration());
    }

    /**
     * The same entries by their full keys.
     *
     * @throws OptionException if one is given twice
     */
    public static Map<String, String> qualified(Map<String, String> entries) {
        Map<String, String> qualified = new LinkedHashMap<>();
        entries.forEach(
                (key, value) -> {
                    String full = qualified(key);
                    if (qualified.put(full, value) != null) {
                        throw new OptionException(
                                full + " is given twice: with and without its prefix");
                    }
                });
        return qualified;
    }

    private static String qualified(String key) {
        boolean complete =
                key.startsWith(FlinkDecision.PREFIX) || key.startsWith(OptionCatalogue.PREFIX);
        return complete ? key : OptionCatalogue.PREFIX + key;
    }

    private static String known(String key, String value) {
        if (OptionCatalogue.knows(key)) {
            return key;
        }
        String hint =
                OptionCatalogue.likest(key)
                        .map(likest -> "did you mean " + likest + "?")
                        .orElse("see docs/operations/configuration.md");
        throw new OptionException(
                "Unknown option "
                        + key
                        + " (value "
                        + Secrets.shown(key, value).replaceAll("\\R", " ")
                        + "); "
                        + hint);
    }
}
