package dev.frameloom.restyle;

import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.roles.RoleSet;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;

/** What a run works with. */
record RunServices(
    ClusterConnection connection, Topics topics, RecordSerdes serdes, RoleSet roles) {}
