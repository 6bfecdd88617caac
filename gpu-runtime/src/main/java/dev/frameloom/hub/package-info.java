/**
 * Fetches models from a hub with Hugging Face's interface: over HTTPS, resumed where a connection
 * was cut, every file held to its checksum. Read {@link dev.frameloom.hub.HubClient} and {@link
 * dev.frameloom.hub.FileSelection} first.
 */
package dev.frameloom.hub;
