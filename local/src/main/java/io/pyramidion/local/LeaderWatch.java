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
package io.pyramidion.local;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.highavailability.ClientHighAvailabilityServices;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalListener;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalService;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Knows the REST address of the job manager that leads, as it was last told by what they elect it
 * in. One that has died is named until its session ends. Owns its connection.
 */
final class LeaderWatch implements LeaderRetrievalListener, AutoCloseable {

    private final ClientHighAvailabilityServices services;
    private final LeaderRetrievalService leaders;
    private volatile String address;

    /**
     * @param settings Flink options that say where leaders are elected
     * @throws LaunchException if they do not
     */
    LeaderWatch(Map<String, String> settings) {
        try {
            services =
                    HighAvailabilityServicesUtils.createClientHAService(
                            Configuration.fromMap(settings), failure -> address = null);
            leaders = services.getClusterRestEndpointLeaderRetriever();
            leaders.start(this);
        } catch (Exception e) { // Flink declares no other
            throw new LaunchException("Cannot learn who leads: " + e.getMessage(), e);
        }
    }

    /** The leader's address; empty while there is none. */
    Optional<URI> leader() {
        return Optional.ofNullable(address).map(URI::create);
    }

    @Override
    public void notifyLeaderAddress(String leaderAddress, UUID leaderSessionId) {
        address = leaderAddress;
    }

    /** Who cannot learn who leads names nobody. */
    @Override
    public void handleError(Exception failure) {
        address = null;
    }

    /**
     * Ends the watch.
     *
     * @throws LaunchException if the connection cannot be closed
     */
    @Override
    public void close() {
        try {
            leaders.stop();
            services.close();
        } catch (Exception e) { // Flink declares no other
            throw new LaunchException("Cannot end the watch: " + e.getMessage(), e);
        }
    }
}
