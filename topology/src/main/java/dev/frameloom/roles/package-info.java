/**
 * The three roles as running Kafka Streams applications. Read {@link dev.frameloom.roles.Role} and
 * {@link dev.frameloom.roles.RunningRole} first.
 */
package dev.frameloom.roles;
