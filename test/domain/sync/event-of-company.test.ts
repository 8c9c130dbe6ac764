import { expect, it } from "vitest";
import { encodeId } from "../../../src/domain/ids.ts";
import { eventOfCompany } from "../../../src/domain/sync/event-of-company.ts";
import { syncEventTypes, type ToldEvent } from "../../../src/domain/sync/sync-event.ts";
import { sampleEvents } from "../../support/event-samples.ts";

const id = (value: string) => encodeId({ kind: "string", value });
const ofType = (type: string): ToldEvent => {
  const found = sampleEvents.find((event) => event.type === type);
  if (found === undefined) throw new Error(`no sample of ${type}`);
  return found;
};

it("names of a commit only the company's own properties, never one of unknown company", () => {
  const event = ofType("commit");
  if (event.type !== "commit") throw new Error("no commit");
  const touched = [
    { propertyId: id("ours"), companyId: id("us") },
    { propertyId: id("theirs"), companyId: id("them") },
    { propertyId: id("stub"), companyId: null },
  ];
  const seen = eventOfCompany({ ...event, data: { ...event.data, touched } }, id("us"));

  expect(seen).toEqual({ ...event, data: { ...event.data, touched: touched.slice(0, 1) } });
});

it("tells of an entry only to the company whose property it is in", () => {
  const event = ofType("ledgerEntry");
  if (event.type !== "ledgerEntry") throw new Error("no entry");
  const ours = { ...event, data: { ...event.data, companyId: id("us") } };

  expect(eventOfCompany(ours, id("us"))).toBe(ours);
  expect(eventOfCompany(ours, id("them"))).toBeNull();
  expect(eventOfCompany(event, id("us"))).toBeNull();
});

it("tells nothing of what concerns every company", () => {
  const told = syncEventTypes.filter((type) => eventOfCompany(ofType(type), id("us")) !== null);

  expect(told).toEqual(["commit", "health", "realTime", "resync"]);
});
