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
package io.pyramidion.engine.inflate;

/**
 * A tensor's name in a Hugging Face checkpoint, taken apart.
 *
 * @param text the whole name
 * @param layer number of the decoder layer, or -1 outside the layers
 * @param part the module that the tensor belongs to, such as {@code q_proj}
 * @param kind {@code weight} or {@code bias}
 */
record TensorName(String text, int layer, String part, String kind) {

    private static final String LAYERS = "model.layers.";

    static TensorName parse(String text) {
        String[] words = text.split("\\.");
        boolean inLayer = text.startsWith(LAYERS) && words[2].matches("\\d{1,6}");
        return new TensorName(
                text,
                inLayer ? Integer.parseInt(words[2]) : -1,
                words[Math.max(0, words.length - 2)],
                words[words.length - 1]);
    }

    /** The name of the same tensor in another layer. */
    String inLayer(int other) {
        return LAYERS + other + text.substring(LAYERS.length() + Integer.toString(layer).length());
    }

    boolean isVector() {
        return kind.equals("bias") || part.endsWith("norm");
    }
}
