import type { Db } from "mongodb";
import { ownerCount, propertyCount } from "../sizes.ts";
import { documentId } from "./document-ids.ts";
import { oneOf, wholeAt } from "./random.ts";

const streets = ["Samora Machel Avenue", "Enterprise Road", "Borrowdale Road", "Churchill Avenue"] as const;
const firstNames = ["Tendai", "Rudo", "Farai", "Chipo", "Tatenda"] as const;
const lastNames = ["Moyo", "Ncube", "Dube", "Sibanda", "Chikwanha"] as const;

/** Writes the properties and their owners. */
export const storePortfolio = async (main: Db): Promise<void> => {
  await main.collection("users").insertMany(Array.from({ length: ownerCount }, (_, index) => ownerDocument(index)));
  await main.collection("properties").insertMany(Array.from({ length: propertyCount }, (_, i) => propertyDocument(i)));
};

const ownerDocument = (index: number) => ({
  _id: documentId("users", index),
  firstName: oneOf(firstNames, index, 20),
  lastName: oneOf(lastNames, index, 21),
  email: `person${index}@example.com`,
  companyId: documentId("users", 0),
  updatedAt: new Date(0),
});

const propertyDocument = (index: number) => ({
  _id: documentId("properties", index),
  name: `House ${index + 1}`,
  address: `${index + 1} ${oneOf(streets, index, 22)}, Harare`,
  ownerId: documentId("users", wholeAt(index, 23, [0, ownerCount - 1])),
  companyId: documentId("users", 0),
  status: "rented",
  rentalType: "long_term",
  updatedAt: new Date(0),
});
