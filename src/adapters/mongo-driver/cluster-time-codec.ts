import { Timestamp } from "mongodb";
import { type ClusterTime, createClusterTime, incrementOf, secondsOf } from "../../domain/cluster-time.ts";

export const clusterTimeOf = (timestamp: Timestamp): ClusterTime => createClusterTime(timestamp.t, timestamp.i);

export const timestampOf = (clusterTime: ClusterTime): Timestamp =>
  new Timestamp({ t: secondsOf(clusterTime), i: incrementOf(clusterTime) });
