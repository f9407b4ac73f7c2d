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
package io.pyramidion.simulation.profile;

/**
 * What an accelerator can do, and how much of it programs reach.
 *
 * @param gigabytesPerSecond memory bandwidth, 10^9 bytes a second
 * @param teraflops dense arithmetic in the weights' format, 10^12 operations a second
 * @param memoryEfficiency reachable share of the bandwidth, above 0, at most 1
 * @param computeEfficiency reachable share of the arithmetic, above 0, at most 1
 */
public record Hardware(
        double gigabytesPerSecond,
        double teraflops,
        double memoryEfficiency,
        double computeEfficiency) {

    /** Milliseconds to read so many bytes. */
    double readMillis(double bytes) {
        return bytes / (gigabytesPerSecond * memoryEfficiency * 1e6);
    }

    /** Milliseconds of so many operations. */
    double computeMillis(double operations) {
        return operations / (teraflops * computeEfficiency * 1e9);
    }
}
