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
package io.pyramidion.engine.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's tokenizer, as {@code tokenizer.json} defines it, with the added tokens of the files
 * beside it.
 *
 * <p>All methods may be called by several threads at once. The caller of {@link #open} owns it and
 * closes it after the last use; it holds native memory.
 */
public final class Tokenizer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tokenizer.class);

    /** Without these DJL cuts a text after 512 tokens. */
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "truncation",
                    "false",
                    "padding",
                    "false",
                    "maxLength",
                    String.valueOf(Integer.MAX_VALUE),
                    "modelMaxLength",
                    String.valueOf(Integer.MAX_VALUE));

    /** How vocabularies that are not byte-level write a token of one byte. */
    private static final Pattern BYTE_TOKEN = Pattern.compile("<0x([0-9A-F]{2})>");

    /** SentencePiece's sign for a space. */
    private static final char SPACE_SIGN = '\u2581';

    private final HuggingFaceTokenizer tokenizer;
    private final TokenizerDefinition definition;
    private final TokenBytes tokenBytes;

    private Tokenizer(HuggingFaceTokenizer tokenizer, TokenizerDefinition definition) {
        this.tokenizer = tokenizer;
        this.definition = definition;
        this.tokenBytes = definition.byteLevel() ? new TokenBytes(definition) : null;
    }

    /**
     * Loads a model's tokenizer.
     *
     * @throws ModelException if {@code tokenizer.json} is missing or damaged, or contradicts
     *     another file about the id of a token
     */
    public static Tokenizer open(ModelDirectory model) {
        Path file = model.tokenizerFile();
        TokenizerDefinition definition =
                TokenizerDefinition.read(file, model.addedTokens(), model.tokenizerBuild());
        try {
            Tokenizer tokenizer = new Tokenizer(load(file, definition.merged()), definition);
            tokenizer.requireTheIdsOf(file);
            tokenizer.tellWhatIsNotAdded(file);
            return tokenizer;
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException e) {
            // The binding reports what the native parser refuses as plain RuntimeExceptions.
            throw new ModelException(file + " is not a tokenizer: " + e.getMessage(), e);
        }
    }

    private static HuggingFaceTokenizer load(Path file, String merged) throws IOException {
        return merged.isEmpty()
                ? HuggingFaceTokenizer.newInstance(file, OPTIONS)
                : HuggingFaceTokenizer.newInstance(
                        new ByteArrayInputStream(merged.getBytes(StandardCharsets.UTF_8)), OPTIONS);
    }

    private void tellWhatIsNotAdded(Path file) {
        int[] around = encode("", true);
        if (around.length > 0) {
            LOG.info(
                    "{} puts {} around a text; here `prompt` is encoded as it is, so write there what the model needs, and chat templates write it themselves",
                    file,
                    Arrays.stream(around).mapToObj(definition.tokens()::get).toList());
        }
    }

    /** The native tokenizer numbers added tokens itself, whatever the file says. */
    private void requireTheIdsOf(Path file) {
        definition
                .appended()
                .forEach(
                        (token, id) -> {
                            int[] found = encode(token, false);
                            if (found.length != 1 || found[0] != id) {
                                close();
                                throw new ModelException(
                                        file
                                                + ": added_tokens gives "
                                                + token
                                                + " the id "
                                                + id
                                                + "; allowed: "
                                                + Arrays.toString(found)
                                                + ", the next that is free");
                            }
                        });
    }

    /**
     * The ids of a text, all of them. Special tokens written in the text count as such.
     *
     * @param addSpecialTokens whether to add what the tokenizer puts around a text, such as a
     *     beginning-of-text token
     * @throws InvalidRequestException if the text is not valid Unicode
     */
    public int[] encode(String text, boolean addSpecialTokens) {
        int lone = loneSurrogate(text);
        if (lone >= 0) {
            throw new InvalidRequestException(
                    "prompt",
                    String.format(
                            "prompt is not valid Unicode: lone surrogate U+%04X at index %d",
                            (int) text.charAt(lone), lone));
        }
        return Arrays.stream(tokenizer.encode(text, addSpecialTokens, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /**
     * A number of tokens below which a text cannot be, told from its length alone: encoding a
     * megabyte takes a second, refusing it need not. Zero where the vocabulary gives no such bound.
     */
    public int minTokens(String text) {
        return definition.longestToken().stream()
                .map(longest -> (text.length() + longest - 1) / longest)
                .findFirst()
                .orElse(0);
    }

    /** The text of a whole sequence; special tokens and ids outside the vocabulary are skipped. */
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /**
     * The bytes that a token stands for, none for a special one, those of a space for the sign that
     * some vocabularies have for it; empty if there is no such token.
     */
    public Optional<byte[]> bytes(int id) {
        String token = definition.tokens().get(id);
        if (token == null) {
            return Optional.empty();
        }
        if (tokenBytes != null || isSpecial(id)) {
            return Optional.of(tokenBytes == null ? new byte[0] : tokenBytes.of(id).clone());
        }
        Matcher single = BYTE_TOKEN.matcher(token);
        return Optional.of(
                single.matches()
                        ? new byte[] {(byte) Integer.parseInt(single.group(1), 16)}
                        : token.replace(SPACE_SIGN, ' ').getBytes(StandardCharsets.UTF_8));
    }

    /**
     * One more than the highest token id; a special token that is only named, but in no vocabulary,
     * does not count.
     */
    public int vocabularySize() {
        return definition.knownSize();
    }

    /** Whether a token is special: it steers the model and never shows in a text. */
    public boolean isSpecial(int id) {
        return id >= 0 && definition.special().get(id);
    }

    /**
     * A hash of the vocabulary, merges and added tokens. Equal for files that differ only in
     * formatting; models with equal fingerprints mean the same by the same ids.
     */
    public String fingerprint() {
        return definition.fingerprint();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** A fresh decoder for one growing sequence. */
    IncrementalDecoder incrementalDecoder() {
        return tokenBytes != null ? new ByteLevelDecoder(tokenBytes) : new WindowDecoder(this);
    }

    private static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
