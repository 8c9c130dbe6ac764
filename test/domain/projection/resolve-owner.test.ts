import { describe, expect, it } from "vitest";
import { encodeId, type Id } from "../../../src/domain/ids.ts";
import { rejected } from "../../../src/domain/projection/projection.ts";
import { type OwnerState, resolveOwner } from "../../../src/domain/projection/resolve-owner.ts";

const ada = encodeId({ kind: "string", value: "ada" });
const bob = encodeId({ kind: "string", value: "bob" });
const named = (name: string | null): OwnerState => ({ kind: "owner", name });
const absent: OwnerState = { kind: "absent" };
const malformed: OwnerState = rejected("field_type_invalid", "firstName", "string", "int");

/** What is known of Ada and Bob; null = not read. */
const resolve = (adaState: OwnerState | null, bobState: OwnerState | null) => {
  const owners = new Map<Id, OwnerState>();
  if (adaState !== null) owners.set(ada, adaState);
  if (bobState !== null) owners.set(bob, bobState);
  return resolveOwner([ada, bob], owners);
};

describe("the owner of a property", () => {
  it("is the first candidate that exists", () => {
    expect(resolve(named("Ada"), named("Bob"))).toEqual({ kind: "resolved", ownerId: ada, ownerName: "Ada" });
    expect(resolve(absent, named("Bob"))).toEqual({ kind: "resolved", ownerId: bob, ownerName: "Bob" });
  });

  it("exists also without a name", () => {
    expect(resolve(named(null), named("Bob"))).toEqual({ kind: "resolved", ownerId: ada, ownerName: null });
  });

  it("is the first candidate without a name when none exists, so that the gap shows", () => {
    expect(resolve(absent, absent)).toEqual({ kind: "resolved", ownerId: ada, ownerName: null });
  });

  it("is nobody when nobody is named", () => {
    expect(resolveOwner([], new Map())).toEqual({ kind: "resolved", ownerId: null, ownerName: null });
  });

  it("is an open question until all candidates that matter were read", () => {
    expect(resolve(null, null)).toEqual({ kind: "unread", ownerIds: [ada, bob] });
    expect(resolve(absent, null)).toEqual({ kind: "unread", ownerIds: [bob] });
    expect(resolve(null, named("Bob"))).toEqual({ kind: "unread", ownerIds: [ada] });
    expect(resolve(named("Ada"), null)).toMatchObject({ kind: "resolved", ownerId: ada });
  });

  it("is undecided in name, not in person, when the first that exists is malformed", () => {
    expect(resolve(malformed, named("Bob"))).toEqual({ kind: "undecided", ownerId: ada });
    expect(resolve(absent, malformed)).toEqual({ kind: "undecided", ownerId: bob });
  });
});
