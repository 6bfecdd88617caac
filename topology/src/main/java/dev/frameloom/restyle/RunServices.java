package dev.frameloom.restyle;

import dev.frameloom.cluster.Cluster;
import dev.frameloom.cluster.ClusterConnection;
import dev.frameloom.roles.RoleSet;
import dev.frameloom.schemas.RecordSerdes;
import dev.frameloom.schemas.Topics;

/** What a run works with. */
record RunServices(Cluster cluster, Topics topics, RecordSerdes serdes, RoleSet roles) {

  ClusterConnection connection() {
    return cluster.connection();
  }

  /** Throws where a role has stopped, or the broker can't go on. */
  void throwIfFailed() {
    cluster.throwIfFailed();
    roles.throwIfFailed();
  }
}
