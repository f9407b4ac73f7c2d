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
package io.pyramidion.operators.metrics;

/**
 * Names of the chain's metrics, in vLLM's vocabulary.
 *
 * <p>All belong to the head operator, one set a subtask: {@code
 * <host>.taskmanager.<tm_id>.<job_name>.head.<subtask_index>.pyramidion.<name>}. Those of one
 * stage, model or reason stand in a group of their own, for example {@code
 * ...pyramidion.stage.draft_qualifier.acceptanceRate}; Prometheus shows that group as a label.
 * Times are in milliseconds. <i>Recent</i> means the last {@value RecentRounds#SIZE} rounds or
 * {@value #HISTOGRAM_SIZE} requests.
 */
public final class MetricNames {

    /** Group of every metric: {@code head.pyramidion}. */
    public static final String GROUP = "pyramidion";

    /** {@code pyramidion.numRequestsRunning}: gauge, requests in the running batch. */
    public static final String NUM_REQUESTS_RUNNING = "numRequestsRunning";

    /** {@code pyramidion.numRequestsWaiting}: gauge, requests in state that do not run yet. */
    public static final String NUM_REQUESTS_WAITING = "numRequestsWaiting";

    /** {@code pyramidion.kvSlotsTotal}: gauge, KV slots that the byte budget gave. */
    public static final String KV_SLOTS_TOTAL = "kvSlotsTotal";

    /** {@code pyramidion.kvSlotsUsed}: gauge, KV slots that hold a running request. */
    public static final String KV_SLOTS_USED = "kvSlotsUsed";

    /** {@code pyramidion.promptTokens}: counter, tokens of admitted prompts. */
    public static final String PROMPT_TOKENS = "promptTokens";

    /** {@code pyramidion.generationTokens}: counter, generated tokens. */
    public static final String GENERATION_TOKENS = "generationTokens";

    /** {@code pyramidion.generationTokensPerSecond}: meter over the last minute. */
    public static final String GENERATION_TOKENS_PER_SECOND = "generationTokensPerSecond";

    /** {@code pyramidion.generationsResumed}: counter, generations resumed after a restore. */
    public static final String GENERATIONS_RESUMED = "generationsResumed";

    /** Group key of what is counted by class: {@code class.<interactive|standard|batch>}. */
    public static final String CLASS = "class";

    /**
     * {@code class.<class>.reason.<stop|length|cancelled|deadline_exceeded|overloaded|error>.
     * requestsFinished}: counter, answered requests.
     */
    public static final String REQUESTS_FINISHED = "requestsFinished";

    /** {@code class.<class>.objectivesMet}: counter, requests that kept all their objectives. */
    public static final String OBJECTIVES_MET = "objectivesMet";

    /** {@code class.<class>.objectivesMissed}: counter, requests that missed one. */
    public static final String OBJECTIVES_MISSED = "objectivesMissed";

    /**
     * Group key of the buckets of a latency: {@code class.<class>.le.<bound>.<latency>Bucket},
     * counters of finished requests whose latency was at most the bound, in milliseconds.
     */
    public static final String LE = "le";

    /** The bound of the bucket that every request falls into. */
    public static final String NO_BOUND = "+Inf";

    /** What the name of a latency's buckets ends in. */
    public static final String BUCKET = "Bucket";

    /** {@code class.<class>.<latency>Sum}: counter, all its values added up, milliseconds. */
    public static final String SUM = "Sum";

    /**
     * {@code pyramidion.cancelsUnknown}: counter, cancellations of requests that neither waited nor
     * ran.
     */
    public static final String CANCELS_UNKNOWN = "cancelsUnknown";

    /** {@code pyramidion.duplicateRequests}: counter, requests whose id had come before. */
    public static final String DUPLICATE_REQUESTS = "duplicateRequests";

    /**
     * {@code pyramidion.sessionsTruncated}: counter, times that a session lost its oldest turns.
     */
    public static final String SESSIONS_TRUNCATED = "sessionsTruncated";

    /** {@code pyramidion.sessionsForgotten}: counter, tombstones of sessions. */
    public static final String SESSIONS_FORGOTTEN = "sessionsForgotten";

    /** {@code pyramidion.prefixCacheQueries}: counter, prompt tokens of started requests. */
    public static final String PREFIX_CACHE_QUERIES = "prefixCacheQueries";

    /**
     * {@code pyramidion.prefixCacheHits}: counter, tokens of them that the target's KV cache held.
     */
    public static final String PREFIX_CACHE_HITS = "prefixCacheHits";

    /** Group key of {@link #REQUESTS_FINISHED}. */
    public static final String REASON = "reason";

    /**
     * Group key of the acceptance metrics: {@code stage.<draft_qualifier|qualifier_target|
     * draft_target|prompt_lookup>}.
     */
    public static final String STAGE = "stage";

    /** {@code pyramidion.stage.<stage>.draftedTokens}: counter, tokens proposed. */
    public static final String DRAFTED_TOKENS = "draftedTokens";

    /** {@code pyramidion.stage.<stage>.acceptedTokens}: counter, proposed tokens accepted. */
    public static final String ACCEPTED_TOKENS = "acceptedTokens";

    /** {@code pyramidion.stage.<stage>.acceptanceRate}: gauge, accepted by drafted, 0 to 1. */
    public static final String ACCEPTANCE_RATE = "acceptanceRate";

    /**
     * Group key, inside a stage, of its counters of one position in a run: {@code
     * stage.<stage>.position.<k>.draftedTokens} and {@code acceptedTokens}; k counts from 0 and
     * ends before {@value AcceptanceMetrics#POSITIONS}.
     */
    public static final String POSITION = "position";

    /** {@code pyramidion.rounds}: counter, rounds run. */
    public static final String ROUNDS = "rounds";

    /** {@code pyramidion.meanBatchSize}: gauge, mean requests in a recent round. */
    public static final String MEAN_BATCH_SIZE = "meanBatchSize";

    /** {@code pyramidion.roundMs}: gauge, mean time of a recent round. */
    public static final String ROUND_MS = "roundMs";

    /** Group key of {@link #MODEL_MS}: {@code model.<draft|qualifier|target>}. */
    public static final String MODEL = "model";

    /** {@code pyramidion.model.<model>.modelMs}: gauge, mean time in a model, a recent round. */
    public static final String MODEL_MS = "modelMs";

    /**
     * {@code pyramidion.outsideModelsShare}: gauge, share of recent rounds' time outside the
     * models, 0 to 1.
     */
    public static final String OUTSIDE_MODELS_SHARE = "outsideModelsShare";

    /** Group of what the engine is like on this machine: {@code pyramidion.engine}. */
    public static final String ENGINE = "engine";

    /**
     * {@code pyramidion.engine.bitExact}: gauge, 1 if this machine computes the same bits for a
     * text in whatever batch, else 0.
     */
    public static final String BIT_EXACT = "bitExact";

    /** Group of what the policy of mode adaptive knows and does: {@code pyramidion.policy}. */
    public static final String POLICY = "policy";

    /**
     * {@code policy.armInUse}: gauge, 0 off, 1 prompt_lookup, 2 draft_target, 3 qualifier_target, 4
     * draft_qualifier_target.
     */
    public static final String ARM_IN_USE = "armInUse";

    /** {@code policy.armInUseName}: gauge, the same as a word. */
    public static final String ARM_IN_USE_NAME = "armInUseName";

    /** Group key of the policy's {@link #ROUNDS}: {@code policy.arm.<arm>.rounds}. */
    public static final String ARM = "arm";

    /**
     * {@code policy.meanCandidates}: gauge, tokens that the target verified for one request in a
     * recent round.
     */
    public static final String MEAN_CANDIDATES = "meanCandidates";

    /** {@code policy.candidateTokens}: counter, tokens that the target read to verify them. */
    public static final String CANDIDATE_TOKENS = "candidateTokens";

    /** {@code policy.prunedTokens}: counter, proposed tokens that the target did not read. */
    public static final String PRUNED_TOKENS = "prunedTokens";

    /** {@code policy.planningShare}: gauge, share of the time that planning took, 0 to 1. */
    public static final String PLANNING_SHARE = "planningShare";

    /** {@code policy.expectedTokensPerSecond}: gauge, of the latest round, when it was planned. */
    public static final String EXPECTED_TOKENS_PER_SECOND = "expectedTokensPerSecond";

    /**
     * {@code policy.machineSlowness}: gauge, how many times as long as when they were profiled the
     * passes of all models take, whatever their size.
     */
    public static final String MACHINE_SLOWNESS = "machineSlowness";

    /** {@code policy.model.<model>.predictedStepMs}: gauge, a pass over one position. */
    public static final String PREDICTED_STEP_MS = "predictedStepMs";

    /** {@code policy.model.<model>.costError}: gauge, error of recent predictions, as a share. */
    public static final String COST_ERROR = "costError";

    /** {@code policy.stage.<stage>.recentAcceptance}: gauge, of tokens put to the test, 0 to 1. */
    public static final String RECENT_ACCEPTANCE = "recentAcceptance";

    /**
     * {@code policy.stage.<stage>.calibrationError}: gauge, mean distance of expected and true
     * acceptance, 0 to 1.
     */
    public static final String CALIBRATION_ERROR = "calibrationError";

    /** {@code pyramidion.queueTimeMs}: histogram, from event time to admission. */
    public static final String QUEUE_TIME_MS = "queueTimeMs";

    /** {@code pyramidion.timeToFirstTokenMs}: histogram, from event time to the first token. */
    public static final String TIME_TO_FIRST_TOKEN_MS = "timeToFirstTokenMs";

    /** {@code pyramidion.timePerOutputTokenMs}: histogram, mean per token after the first. */
    public static final String TIME_PER_OUTPUT_TOKEN_MS = "timePerOutputTokenMs";

    /** {@code pyramidion.endToEndMs}: histogram, from event time to the result. */
    public static final String END_TO_END_MS = "endToEndMs";

    /**
     * Group of what becomes of the spans of traced requests: {@code pyramidion.tracing}. The
     * operator {@code decode} has it too.
     */
    public static final String TRACING = "tracing";

    /** {@code tracing.spansSent}: counter, spans that the collector took. */
    public static final String SPANS_SENT = "spansSent";

    /** {@code tracing.spansDropped}: counter, spans that it did not take, or that were not made. */
    public static final String SPANS_DROPPED = "spansDropped";

    /** {@code tracing.traceparentsMalformed}: counter, requests whose traceparent was ignored. */
    public static final String TRACEPARENTS_MALFORMED = "traceparentsMalformed";

    static final int HISTOGRAM_SIZE = 1000;

    private MetricNames() {}
}
