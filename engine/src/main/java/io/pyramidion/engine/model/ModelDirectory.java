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
package io.pyramidion.engine.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Hugging Face model directory as it was downloaded. Opening reads and checks the settings;
 * weights and tokenizer are opened by whoever needs them. Immutable; holds no open file.
 */
public final class ModelDirectory {

    private static final String CONFIG = "config.json";

    private final Path path;
    private final DecoderConfig config;
    private final DecoderConfig stored;
    private final GenerationDefaults generationDefaults;
    private final TokenizerSettings tokenizer;

    private ModelDirectory(
            Path path,
            DecoderConfig config,
            DecoderConfig stored,
            GenerationDefaults generationDefaults,
            TokenizerSettings tokenizer) {
        this.path = path;
        this.config = config;
        this.stored = stored;
        this.generationDefaults = generationDefaults;
        this.tokenizer = tokenizer;
    }

    /** What the files say, of a decoder that has these tokens. */
    private static ModelDirectory read(
            Path path, DecoderConfig config, DecoderConfig stored, TokenizerSettings tokenizer) {
        // Old models say in config.json how to generate; transformers reads that only without this.
        Path own = path.resolve("generation_config.json");
        Path file = Files.exists(own) ? own : path.resolve(CONFIG);
        GenerationDefaults defaults = GenerationDefaults.read(file, config);
        return new ModelDirectory(path, config, stored, defaults, tokenizer);
    }

    /**
     * Reads the settings of a directory.
     *
     * @throws ModelException if a file is missing or damaged, or asks for what is not supported
     */
    public static ModelDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new ModelException(path + " is not a directory");
        }
        JsonSettings json = JsonSettings.read(path.resolve(CONFIG));
        DecoderConfig config = DecoderConfigReader.read(json);
        TokenizerSettings tokenizer = TokenizerSettingsReader.read(path, json);
        return read(path, config, config, tokenizer);
    }

    /**
     * The same model with its first tokens only: embedding and output head are padded to round
     * sizes, which differ within a family, by rows that no tokenizer knows.
     *
     * @param tokens at most those that the model has
     * @throws ModelException if an end token is not among them
     */
    public ModelDirectory withVocabulary(int tokens) {
        return tokens == config.vocabSize()
                ? this
                : read(path, config.withVocabulary(tokens), stored, tokenizer);
    }

    /**
     * The same model with its first layers only: it costs as much as these, and writes nonsense.
     *
     * @param layers from 1 to those that the model has
     */
    public ModelDirectory withLayers(int layers) {
        return layers == config.layers()
                ? this
                : new ModelDirectory(
                        path, config.withLayers(layers), stored, generationDefaults, tokenizer);
    }

    /** The directory, absolute. */
    public Path path() {
        return path;
    }

    /** The directory's own name: how the model is called in messages and metrics. */
    public String name() {
        return path.getFileName() == null ? path.toString() : path.getFileName().toString();
    }

    public DecoderConfig config() {
        return config;
    }

    /** The decoder that the directory's files hold, of which {@link #config} may be a part. */
    public DecoderConfig stored() {
        return stored;
    }

    public GenerationDefaults generationDefaults() {
        return generationDefaults;
    }

    /**
     * Opens the weights that the directory's files hold; the caller closes them.
     *
     * @throws ModelException if they are missing or damaged
     */
    public Weights openWeights() {
        return cut(Weights.open(path));
    }

    /**
     * Leaves of stored weights the tokens and layers that this model has; takes over what it is
     * given.
     */
    public Weights cut(Weights whole) {
        Weights tokens =
                stored.vocabSize() == config.vocabSize()
                        ? whole
                        : new VocabularyCut(whole, stored.vocabSize(), config.vocabSize());
        return stored.layers() == config.layers()
                ? tokens
                : new LayerCut(tokens, config.layers(), stored.layers());
    }

    /**
     * The tokenizer's definition.
     *
     * @throws ModelException if there is none in the form of {@code tokenizer.json}
     */
    public Path tokenizerFile() {
        Path file = path.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is missing; no other form of tokenizer is supported");
        }
        return file;
    }

    /**
     * The Jinja template that turns messages into a prompt: {@code chat_template.jinja}, or else
     * the one in {@code tokenizer_config.json}, or there the one named {@code default}.
     */
    public Optional<String> chatTemplate() {
        return tokenizer.chatTemplate();
    }

    /** All Jinja templates by name, {@code default} and others such as {@code tool_use}. */
    public Map<String, String> chatTemplates() {
        return tokenizer.chatTemplates();
    }

    /** Texts of the special tokens by role: {@code bos_token}, {@code eos_token} and so on. */
    public Map<String, String> specialTokens() {
        return tokenizer.specialTokens();
    }

    /** How the tokenizer is made of {@code tokenizer.json}. */
    public TokenizerBuild tokenizerBuild() {
        return tokenizer.build();
    }

    /** The tokens that files beside {@code tokenizer.json} declare, in the order of addition. */
    public List<AddedToken> addedTokens() {
        return tokenizer.addedTokens();
    }
}
