/**
 * Typed configuration. Read {@link dev.frameloom.config.Settings} (all properties, each with its
 * meaning) and {@link dev.frameloom.config.ConfigLoader} (where values come from, and which wins)
 * first.
 */
package dev.frameloom.config;
