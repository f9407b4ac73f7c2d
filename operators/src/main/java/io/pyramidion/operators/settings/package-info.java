/** What a job tells its chain: serializable values, checked when they are made. */
package io.pyramidion.operators.settings;
