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
/**
 * The slow loop in Flink: a probe behind the source, an operator {@code controller} beside the
 * chain, and the events between them and the heads. Start at {@link
 * io.pyramidion.operators.controller.Controller}; the decisions are in {@code law}. Imports {@code
 * request}, {@code metrics}, {@code settings} and the schemas.
 *
 * <p>Two places were weighed for the loop. In a coordinator of the head alone it would need no
 * operator; but nothing of it would be seen in the graph, and the head's coordinator, which every
 * savepoint has to find again, would carry the controller's state for good. As an operator of its
 * own it is seen, has metrics and a stream of plans, and its checkpoint bytes are its own; the
 * price is one more task and two hops of an event, which stay inside the job manager. The loop
 * itself runs in that operator's coordinator rather than in its task: a coordinator lives as long
 * as its job, so that plans go on while tasks restart, and no network stands between it and the
 * coordinators of heads and probe, which it meets in the job's coordinator store. The controller's
 * task is fed with the plans that the heads have put in force; it measures them and hands them on.
 *
 * <p>Flink's internal interfaces that this uses: operator coordinators and their store, operator
 * events, and the task's back-pressure timers ({@link
 * io.pyramidion.operators.controller.BackPressureMeter}, the only class that knows those).
 */
package io.pyramidion.operators.controller;
