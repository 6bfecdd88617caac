/** What tests of topologies share. */
package dev.frameloom.testing;
