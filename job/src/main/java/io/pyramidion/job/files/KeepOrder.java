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
package io.pyramidion.job.files;

import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts results in the order of their rows. Holds those whose predecessors are not done yet, in
 * memory and anew in every checkpoint. That has no bound but the input: one row that takes long
 * lets all that are done meanwhile pile up behind it. Runs in one subtask.
 */
public final class KeepOrder extends AbstractStreamOperator<ResultEnvelope>
        implements OneInputStreamOperator<ResultEnvelope, ResultEnvelope>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final Map<String, Long> firstRows = new TreeMap<>();

    private transient TreeMap<Long, ResultEnvelope> held;
    private transient long next;
    private transient ListState<ResultEnvelope> heldState;
    private transient ListState<Long> nextState;
    private transient ListState<Tuple2<String, Long>> firstRowsState;

    public KeepOrder(Inputs inputs) {
        long rows = 0;
        for (InputFile file : inputs.files()) {
            firstRows.put(file.name(), rows);
            rows += file.rows();
        }
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        heldState =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "held", new AvroTypeInfo<>(ResultEnvelope.class)));
        nextState =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("next", Types.LONG));
        firstRowsState =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        "first-rows", Types.TUPLE(Types.STRING, Types.LONG)));
        // Rows keep the numbers that they had at the first start.
        for (Tuple2<String, Long> first : firstRowsState.get()) {
            firstRows.put(first.f0, first.f1);
        }
        held = new TreeMap<>();
        for (ResultEnvelope result : heldState.get()) {
            held.put(number(result), result);
        }
        for (long number : nextState.get()) {
            next = number;
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        heldState.update(new ArrayList<>(held.values()));
        nextState.update(List.of(next));
        firstRowsState.update(
                firstRows.entrySet().stream()
                        .map(first -> Tuple2.of(first.getKey(), first.getValue()))
                        .toList());
    }

    @Override
    public void processElement(StreamRecord<ResultEnvelope> element) {
        held.put(number(element.getValue()), element.getValue());
        while (!held.isEmpty() && held.firstKey() == next) {
            output.collect(new StreamRecord<>(held.pollFirstEntry().getValue()));
            next++;
        }
    }

    /** A row that got no answer, which should not be, must not cost those behind it theirs. */
    @Override
    public void endInput() {
        held.values().forEach(result -> output.collect(new StreamRecord<>(result)));
        held.clear();
    }

    private long number(ResultEnvelope result) {
        FilePosition place = (FilePosition) result.getOrigin().getSource();
        return firstRows.get(place.getPath()) + place.getRow();
    }
}
