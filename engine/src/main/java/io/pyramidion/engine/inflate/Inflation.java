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

import io.pyramidion.engine.model.DType;
import io.pyramidion.engine.model.DecoderOptions;
import io.pyramidion.engine.model.HeadNorm;
import io.pyramidion.engine.model.LlamaWeights;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.RopeScaling;
import io.pyramidion.engine.model.Weights;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A larger model that computes what a smaller one does: the same tokens at the cost of the larger
 * (Net2Net's idea, for decoders). New hidden dimensions stay zero; new heads, FFN units and layers
 * write nothing to the residual stream. RMSNorm averages over more dimensions, so its weights and
 * epsilon shrink by as much. Logits are equal up to the rounding of sums.
 *
 * <p>Immutable; holds no open file.
 */
public final class Inflation {

    private final ModelDirectory source;
    private final ModelShape from;
    private final ModelShape to;
    private final long seed;
    private final HeadPlan heads;

    private Inflation(ModelDirectory source, ModelShape to, long seed) {
        this.source = source;
        this.from = ModelShape.of(source.config());
        this.to = to;
        this.seed = seed;
        this.heads = HeadPlan.of(from, to);
    }

    /**
     * Plans an enlargement.
     *
     * @param seed of the numbers that do not matter
     * @throws ModelException if the source does not fit into the shape, or is not of a kind that
     *     can be enlarged
     */
    public static Inflation of(ModelDirectory source, ModelShape to, long seed) {
        if (InflationRecipe.isIn(source.path())) {
            throw new ModelException(
                    source.path() + " is inflated itself; inflate the model that it was made from");
        }
        if (source.config().headNorm() != HeadNorm.NONE) {
            throw new ModelException(
                    source.path() + " normalizes queries and keys: it cannot be inflated");
        }
        if (!source.config().options().equals(DecoderOptions.LLAMA)
                || source.config().rope().scaling() instanceof RopeScaling.Yarn
                || source.config().rope().scaling() instanceof RopeScaling.LongRope) {
            throw new ModelException(
                    source.path()
                            + " is a "
                            + source.config().architecture().className()
                            + " in which dimensions cannot be added: it cannot be inflated");
        }
        ModelShape from = ModelShape.of(source.config());
        atLeast("hidden_size", to.hidden(), from.hidden());
        atLeast("num_hidden_layers", to.layers(), from.layers());
        atLeast("intermediate_size", to.intermediate(), from.intermediate());
        require(
                to.headDim() >= 1 && to.headDim() % from.headDim() == 0,
                "head_dim",
                to.headDim(),
                "multiples of the source's " + from.headDim());
        atLeast("num_key_value_heads", to.kvHeads(), 1);
        require(
                to.heads() >= 1 && to.heads() % to.kvHeads() == 0,
                "num_attention_heads",
                to.heads(),
                "multiples of num_key_value_heads, which is " + to.kvHeads());
        int minKeys = HeadPlan.minKeys(from, to);
        require(
                to.kvHeads() >= minKeys,
                "num_key_value_heads",
                to.kvHeads(),
                "at least %d, to hold the source's %d groups of %d queries"
                        .formatted(minKeys, from.kvHeads(), from.group()));
        return new Inflation(source, to, seed);
    }

    public ModelDirectory source() {
        return source;
    }

    public ModelShape shape() {
        return to;
    }

    long seed() {
        return seed;
    }

    double epsilon() {
        return source.config().rmsNormEps() * from.hidden() / to.hidden();
    }

    /** The names of all tensors, in alphabetical order. */
    Set<String> names(Weights weights) {
        Set<String> names = new TreeSet<>();
        for (String name : LlamaWeights.check(source.config(), weights)) {
            TensorName parsed = TensorName.parse(name);
            names.add(name);
            if (parsed.layer() == 0) {
                for (int layer = from.layers(); layer < to.layers(); layer++) {
                    names.add(parsed.inLayer(layer));
                }
            }
        }
        return names;
    }

    /**
     * A tensor of the larger model.
     *
     * @throws ModelException if the source has none like it, or it is of a kind that cannot be
     *     enlarged
     */
    GrownTensor tensor(Weights weights, String name) {
        TensorName parsed = TensorName.parse(name);
        boolean fresh = parsed.layer() >= from.layers();
        DType dtype = weights.info(fresh ? parsed.inLayer(0) : name).dtype();
        boolean norm = parsed.part().endsWith("norm");
        float scale = scale(parsed);
        return new GrownTensor(
                rows(parsed, fresh),
                parsed.isVector() ? Optional.empty() : Optional.of(columns(parsed, fresh)),
                keepsExactly(scale) ? dtype : DType.F32,
                fresh ? Optional.empty() : Optional.of(new SourceTensor(weights, name)),
                scale,
                norm ? 1 : 0,
                seed * 0x9E3779B97F4A7C15L + ((long) name.hashCode() << 32));
    }

    private Axis rows(TensorName name, boolean fresh) {
        int vocabulary = source.config().vocabSize();
        return switch (name.part()) {
            case "embed_tokens", "lm_head" -> Axis.grown(vocabulary, vocabulary, Axis.ZERO);
            case "norm", "input_layernorm", "post_attention_layernorm" ->
                    fresh
                            ? Axis.fresh(to.hidden(), Axis.RANDOM)
                            : Axis.grown(from.hidden(), to.hidden(), Axis.RANDOM);
            // A score is the product of queries and keys: one of the two must be zero.
            case "q_proj" -> heads(heads.queries(), fresh, Axis.ZERO, Axis.RANDOM);
            case "k_proj", "v_proj" -> heads(heads.keys(), fresh, Axis.RANDOM, Axis.RANDOM);
            case "gate_proj", "up_proj" ->
                    fresh
                            ? Axis.fresh(to.intermediate(), Axis.RANDOM)
                            : Axis.grown(from.intermediate(), to.intermediate(), Axis.RANDOM);
            case "o_proj", "down_proj" ->
                    fresh
                            ? Axis.fresh(to.hidden(), Axis.ZERO)
                            : Axis.grown(from.hidden(), to.hidden(), Axis.ZERO);
            default -> throw unknown(name);
        };
    }

    private Axis columns(TensorName name, boolean fresh) {
        int old = fresh ? 0 : from.hidden();
        return switch (name.part()) {
            case "embed_tokens" -> Axis.grown(old, to.hidden(), Axis.ZERO);
            // Tied or not, an output embedding may meet the new dimensions: they are zero.
            case "lm_head", "q_proj", "k_proj", "v_proj", "gate_proj", "up_proj" ->
                    Axis.grown(old, to.hidden(), Axis.RANDOM);
            case "o_proj" -> heads(heads.queries(), fresh, Axis.ZERO, Axis.ZERO);
            case "down_proj" ->
                    Axis.grown(fresh ? 0 : from.intermediate(), to.intermediate(), Axis.ZERO);
            default -> throw unknown(name);
        };
    }

    private Axis heads(int[] plan, boolean fresh, int inHeads, int newHeads) {
        return fresh
                ? Axis.fresh(plan.length * to.headDim(), newHeads)
                : Axis.heads(plan, from.headDim(), to.headDim(), inHeads, newHeads);
    }

    /** Norms average over more dimensions; scores are divided by the root of the head's. */
    private float scale(TensorName name) {
        if (name.part().endsWith("norm")) {
            return (float) Math.sqrt((double) from.hidden() / to.hidden());
        }
        boolean query = name.part().equals("q_proj");
        return query ? (float) Math.sqrt((double) to.headDim() / from.headDim()) : 1;
    }

    /** Powers of two change no digit; another factor needs more digits than weights have. */
    private static boolean keepsExactly(float scale) {
        return (Float.floatToRawIntBits(scale) & 0x7FFFFF) == 0;
    }

    private ModelException unknown(TensorName name) {
        return new ModelException(
                source.path() + ": tensor " + name.text() + ": models with it cannot be inflated");
    }

    private static void atLeast(String field, int value, int min) {
        require(value >= min, field, value, "at least the source's " + min);
    }

    private static void require(boolean holds, String field, int value, String allowed) {
        if (!holds) {
            throw new ModelException(field + " is " + value + "; allowed: " + allowed);
        }
    }
}
