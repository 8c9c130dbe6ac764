import { describe, expect, it } from "vitest";
import { databaseOf, mongoUriProblem, placeOf, sameDatabase } from "../../src/mongo-target.ts";

describe("a connection string", () => {
  it.each([
    "mongodb://db",
    "mongodb://db:27018/main",
    "mongodb://user:p%40ss%2Fword@a:1,b:2,c:3/main?replicaSet=rs0&authSource=admin",
    "mongodb+srv://user:password@cluster0.example.net/main",
    "mongodb+srv://cluster0.example.net/?retryWrites=true",
    "mongodb://[::1]:27017/main",
    "mongodb://%2Ftmp%2Fmongodb-27017.sock/main",
  ])("is accepted: %s", (uri) => {
    expect(mongoUriProblem(uri)).toBeNull();
  });

  it.each([
    ["of another scheme", "postgres://db/main", "must begin with mongodb://"],
    ["without a host", "mongodb://", "must begin with mongodb://"],
    ["with credentials and no host", "mongodb://user:password@", "must begin with mongodb://"],
    ["with an unescaped @ in the password", "mongodb://user:p@ss@db/main", "write @ as %40"],
    ["with an unescaped / in the password", "mongodb://user:pa/ss@db/main", "/ as %2F"],
    ["of the server's own database", "mongodb://user:password@db/admin", "?authSource=admin"],
    ["of a database with a dot", "mongodb://db/my.main", "names a database that MongoDB does not allow"],
    ["of a database with a slash", "mongodb://db/my%2Fmain", "names a database that MongoDB does not allow"],
    ["of a database with a stray %", "mongodb://db/%zz main", "names a database that MongoDB does not allow"],
    [
      "of a database with 64 characters",
      `mongodb://db/${"m".repeat(64)}`,
      "names a database that MongoDB does not allow",
    ],
  ])("is refused %s, without being repeated", (_, uri, problem) => {
    expect(mongoUriProblem(uri)).toContain(problem);
    expect(mongoUriProblem(uri)).not.toMatch(/p@ss|pa\/ss|user:/);
  });

  it("names a database or leaves that open", () => {
    expect(databaseOf("mongodb://db/main?x=1")).toBe("main");
    expect(databaseOf("mongodb://db/my%20main")).toBe("my main");
    expect(databaseOf("mongodb://db/?x=1")).toBeNull();
    expect(databaseOf("mongodb://db")).toBeNull();
  });

  it("is told to people as database and hosts, without whoever logs in", () => {
    expect(placeOf({ uri: "mongodb://user:password@a:1,b:2/x?y=z", databaseName: "main" })).toBe("main on a:1,b:2");
  });
});

describe("two databases", () => {
  const same = (a: string, b: string, [nameA, nameB] = ["main", "main"]): boolean =>
    sameDatabase({ uri: a, databaseName: nameA ?? "" }, { uri: b, databaseName: nameB ?? "" });

  it.each([
    ["the same words", "mongodb://db/main", "mongodb://db/main"],
    ["a default port", "mongodb://db/main", "mongodb://db:27017/main"],
    ["other users and options", "mongodb://a:b@db/main?w=1", "mongodb://c:d@db/main"],
    ["another case of the host", "mongodb://DB/main", "mongodb://db/main"],
    ["one member of a set", "mongodb://a,b,c/main", "mongodb://b/main"],
    ["names of this machine", "mongodb://localhost/main", "mongodb://127.0.0.1/main"],
    ["names of this machine, IPv6", "mongodb://[::1]:27017/main", "mongodb://localhost/main"],
  ])("are one by %s", (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it("are one when their names differ by case only, which one server does not allow", () => {
    expect(same("mongodb://db", "mongodb://db", ["Main", "main"])).toBe(true);
  });

  it("are two on different hosts, ports or under different names", () => {
    expect(same("mongodb://db1/main", "mongodb://db2/main")).toBe(false);
    expect(same("mongodb://db:1/main", "mongodb://db:2/main")).toBe(false);
    expect(same("mongodb://db", "mongodb://db", ["main", "accounting"])).toBe(false);
  });
});
