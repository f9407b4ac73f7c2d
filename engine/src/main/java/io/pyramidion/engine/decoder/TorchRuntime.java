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

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.pyramidion.engine.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one libtorch of this JVM. Its class must be loaded by Flink's parent class loader: a second
 * copy in the same process cannot load the native library.
 */
final class TorchRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final List<String> NATIVE_BFLOAT16 = List.of("avx512_bf16", "amx_bf16");

    /** Either is enough for oneDNN to multiply in bfloat16, natively or not. */
    private static final List<List<String>> MULTIPLIES_BFLOAT16 =
            List.of(List.of("avx_ne_convert"), List.of("avx512bw", "avx512vl", "avx512dq"));

    private static final List<String> ADDS_IN_32_BITS =
            List.of("avx512_vnni", "avx_vnni", "amx_int8");

    /** The graph executor's choice is per thread; its fusions cost more than they save here. */
    private static final ThreadLocal<Boolean> PREPARED =
            ThreadLocal.withInitial(
                    () -> {
                        JniUtils.setGraphExecutorOptimize(false);
                        return true;
                    });

    private static TorchRuntime instance;

    private final PtNDManager manager;
    private final String device;
    private int threads;

    private TorchRuntime() {
        // Natives come with the class path: nothing is to be fetched, nobody to be called.
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        Engine engine = Engine.getEngine("PyTorch");
        boolean gpu = engine.getGpuCount() > 0;
        device = gpu ? "cuda:0" : "cpu";
        manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        LOG.info("PyTorch {} on {}", engine.getVersion(), device);
    }

    static synchronized TorchRuntime get() {
        if (instance == null) {
            instance = new TorchRuntime();
        }
        return instance;
    }

    /** Owns whatever is created while weights are read; never closed. */
    PtNDManager manager() {
        return manager;
    }

    String device() {
        return device;
    }

    /** Readies the calling thread for running programs. */
    void prepareThread() {
        PREPARED.get();
    }

    /** Sets the threads inside one operation, for the whole JVM; the first choice stands. */
    synchronized void useThreads(int wanted) {
        if (threads == 0) {
            threads = wanted;
            JniUtils.setNumThreads(wanted);
        } else if (threads != wanted) {
            LOG.warn(
                    "PyTorch already runs with {} threads in this JVM; the setting of {} has no effect",
                    threads,
                    wanted);
        }
    }

    /**
     * What {@link Precision#AUTO} stands for here.
     *
     * @throws ModelException if this device cannot compute what is wanted
     */
    Precision resolve(Precision wanted) {
        boolean whole = wanted == Precision.INT8 || wanted == Precision.INT4;
        if (whole && !device.equals("cpu")) {
            throw new ModelException(
                    "Weights in %s need the CPU, but this process computes on %s"
                            .formatted(wanted, device));
        }
        if (wanted == Precision.BFLOAT16 && !multipliesBfloat16()) {
            LOG.warn(
                    "This processor does not multiply in bfloat16: weights are rounded to it, and held in float32");
        }
        if (wanted != Precision.AUTO) {
            return wanted;
        }
        return !device.equals("cpu") || NATIVE_BFLOAT16.stream().anyMatch(processor()::contains)
                ? Precision.BFLOAT16
                : Precision.FLOAT32;
    }

    /** Whether weights in bfloat16 are held in it, not in float32. */
    boolean multipliesBfloat16() {
        if (!device.equals("cpu")) {
            return true;
        }
        String flags = processor();
        return MULTIPLIES_BFLOAT16.stream()
                .anyMatch(needed -> needed.stream().allMatch(flags::contains));
    }

    /**
     * The program's name for it. Processors without VNNI add two products of 8 bits in 16, which
     * may not be enough: weights have a bit less there.
     */
    String programType(Precision resolved) {
        boolean narrow =
                (resolved == Precision.INT8 || resolved == Precision.INT4)
                        && ADDS_IN_32_BITS.stream().noneMatch(processor()::contains);
        return narrow ? resolved + "-narrow" : resolved.toString();
    }

    /** What the processor has, in Linux's words; empty where nobody says. */
    private static String processor() {
        if (!Files.isReadable(PROCESSOR)) {
            return "";
        }
        try {
            return Files.readString(PROCESSOR);
        } catch (IOException e) {
            LOG.warn("Cannot read {}; assuming a processor without bfloat16", PROCESSOR, e);
            return "";
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
