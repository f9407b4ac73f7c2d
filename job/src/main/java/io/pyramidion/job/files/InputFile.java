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

import java.io.Serializable;

/**
 * A file of the input as it was when the job was started.
 *
 * @param path for Flink's file systems
 * @param name what people call it: its path within the folder that is read
 * @param bytes its size
 * @param modified when it was changed last, milliseconds since the epoch
 * @param rows how many rows it has
 */
public record InputFile(String path, String name, long bytes, long modified, long rows)
        implements Serializable {}
