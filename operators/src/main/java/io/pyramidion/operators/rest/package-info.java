/**
 * A client of Flink's REST interface, for whoever watches a job or changes it from outside. Imports
 * nothing of the project.
 */
package io.pyramidion.operators.rest;
