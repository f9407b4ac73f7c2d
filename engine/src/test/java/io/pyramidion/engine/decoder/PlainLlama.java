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
package io.pyramidion.engine.decoder;

import io.pyramidion.engine.model.DecoderConfig;
import io.pyramidion.engine.model.HeadNorm;

import java.util.Arrays;
import java.util.Map;

/**
 * A Llama forward pass written down plainly, in double precision and without cache or batch: what
 * the decoder program is compared with.
 */
final class PlainLlama {

    private final DecoderConfig config;
    private final Map<String, double[]> weights;

    /**
     * @param weights tensors by their Hugging Face names, row by row
     */
    PlainLlama(DecoderConfig config, Map<String, double[]> weights) {
        this.config = config;
        this.weights = weights;
    }

    /** Logits after the last token. */
    double[] logits(int[] tokens) {
        int length = tokens.length;
        double[][] x = new double[length][];
        double[] embedding = weights.get("model.embed_tokens.weight");
        for (int t = 0; t < length; t++) {
            x[t] = new double[config.hiddenSize()];
            System.arraycopy(embedding, tokens[t] * x[t].length, x[t], 0, x[t].length);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            attend(x, prefix, config.windows().get(layer));
            for (double[] row : x) {
                double[] h = norm(row, prefix + "post_attention_layernorm");
                double[] gate = linear(h, prefix + "mlp.gate_proj");
                double[] up = linear(h, prefix + "mlp.up_proj");
                for (int i = 0; i < gate.length; i++) {
                    gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
                }
                add(row, linear(gate, prefix + "mlp.down_proj"));
            }
        }
        double[] last = norm(x[length - 1], "model.norm");
        String head = config.tieWordEmbeddings() ? "model.embed_tokens" : "lm_head";
        return linear(last, head);
    }

    private void attend(double[][] x, String prefix, int window) {
        int d = config.headDim();
        int group = config.heads() / config.kvHeads();
        double[][] q = new double[x.length][];
        double[][] k = new double[x.length][];
        double[][] v = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] h = norm(x[t], prefix + "input_layernorm");
            q[t] =
                    rotate(
                            heads(
                                    linear(h, prefix + "self_attn.q_proj"),
                                    prefix + "self_attn.q_norm"),
                            t);
            k[t] =
                    rotate(
                            heads(
                                    linear(h, prefix + "self_attn.k_proj"),
                                    prefix + "self_attn.k_norm"),
                            t);
            v[t] = linear(h, prefix + "self_attn.v_proj");
        }
        for (int t = 0; t < x.length; t++) {
            int from = window == 0 ? 0 : Math.max(0, t - window + 1);
            double[] out = new double[config.heads() * d];
            for (int head = 0; head < config.heads(); head++) {
                int shared = head / group * d;
                double[] p = new double[t + 1];
                double sum = 0;
                for (int s = from; s <= t; s++) {
                    double dot = 0;
                    for (int i = 0; i < d; i++) {
                        dot += q[t][head * d + i] * k[s][shared + i];
                    }
                    p[s] = Math.exp(dot / Math.sqrt(d));
                    sum += p[s];
                }
                for (int s = from; s <= t; s++) {
                    for (int i = 0; i < d; i++) {
                        out[head * d + i] += p[s] / sum * v[s][shared + i];
                    }
                }
            }
            add(x[t], linear(out, prefix + "self_attn.o_proj"));
        }
    }

    private double[] heads(double[] heads, String name) {
        if (config.headNorm() == HeadNorm.EACH) {
            int d = config.headDim();
            for (int start = 0; start < heads.length; start += d) {
                double[] head = norm(Arrays.copyOfRange(heads, start, start + d), name);
                System.arraycopy(head, 0, heads, start, d);
            }
        }
        return heads;
    }

    private double[] rotate(double[] heads, int position) {
        int d = config.headDim();
        float[] frequencies = config.rope().inverseFrequencies(d);
        double factor = config.rope().scaling().attentionFactor();
        double[] turned = new double[heads.length];
        for (int start = 0; start < heads.length; start += d) {
            for (int i = 0; i < d / 2; i++) {
                double angle = position * (double) frequencies[i];
                double a = heads[start + i];
                double b = heads[start + d / 2 + i];
                double cos = factor * Math.cos(angle);
                double sin = factor * Math.sin(angle);
                turned[start + i] = a * cos - b * sin;
                turned[start + d / 2 + i] = b * cos + a * sin;
            }
        }
        return turned;
    }

    private double[] norm(double[] x, String name) {
        double[] weight = weights.get(name + ".weight");
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double scale = 1 / Math.sqrt(squares / x.length + config.rmsNormEps());
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * scale * weight[i];
        }
        return y;
    }

    private double[] linear(double[] x, String name) {
        double[] weight = weights.get(name + ".weight");
        double[] bias = weights.get(name + ".bias");
        double[] y = new double[weight.length / x.length];
        for (int row = 0; row < y.length; row++) {
            double sum = bias == null ? 0 : bias[row];
            for (int i = 0; i < x.length; i++) {
                sum += weight[row * x.length + i] * x[i];
            }
            y[row] = sum;
        }
        return y;
    }

    private static void add(double[] x, double[] more) {
        for (int i = 0; i < x.length; i++) {
            x[i] += more[i];
        }
    }
}
