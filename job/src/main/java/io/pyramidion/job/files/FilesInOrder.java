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

import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.Path;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The files that were found at the start, whole, and one after the other. */
final class FilesInOrder implements FileEnumerator {

    private final List<InputFile> files;

    FilesInOrder(List<InputFile> files) {
        this.files = files;
    }

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] paths, int minDesiredSplits) {
        List<FileSourceSplit> splits = new ArrayList<>();
        for (InputFile file : files) {
            splits.add(
                    new FileSourceSplit(
                            "file-" + splits.size(),
                            new Path(file.path()),
                            0,
                            file.bytes(),
                            file.modified(),
                            file.bytes()));
        }
        return splits;
    }

    /** Hands out splits in the order in which they were given. */
    static final class Queue implements FileSplitAssigner {

        private final Deque<FileSourceSplit> splits;

        Queue(Collection<FileSourceSplit> splits) {
            this.splits = new ArrayDeque<>(splits);
        }

        @Override
        public Optional<FileSourceSplit> getNext(String hostname) {
            return Optional.ofNullable(splits.poll());
        }

        @Override
        public void addSplits(Collection<FileSourceSplit> returned) {
            // Of a reader that failed: they were handed out before those that are left.
            new ArrayDeque<>(returned).descendingIterator().forEachRemaining(splits::addFirst);
        }

        @Override
        public Collection<FileSourceSplit> remainingSplits() {
            return new ArrayList<>(splits);
        }
    }
}
