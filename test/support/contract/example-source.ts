import { type Db, Long, ObjectId } from "mongodb";
import { aDay } from "../source-examples.ts";

/** The documents that openapi.yaml's examples name: a property, its owner and company, a payment, and one that cannot be projected. */
export const storeExampleSource = async (main: Db): Promise<void> => {
  const propertyId = new ObjectId("64b7f1c2e4b0a1a2b3c4d5e6");
  const companyId = new ObjectId("64b7f1c2e4b0a1a2b3c4d001");
  const ownerId = new ObjectId("64b7f1c2e4b0a1a2b3c4d0aa");
  await main.collection("users").insertOne({ _id: ownerId, firstName: "Tendai", lastName: "Moyo", companyId });
  await main
    .collection("properties")
    .insertOne({ _id: propertyId, name: "Acacia Court", address: "12 Acacia Road, Harare", ownerId, companyId });
  const payment = {
    propertyId,
    companyId,
    status: "completed",
    paymentType: "rental",
    paymentDate: aDay,
    createdAt: aDay,
  };
  await main.collection("payments").insertMany([
    { ...payment, amount: 1_200, currency: "USD" },
    { ...payment, amount: Long.fromNumber(950), currency: "USD" },
    { ...payment, _id: new ObjectId("64b7f1c2e4b0a1a2b3c4d5e7"), amount: "twelve", currency: "USD" },
  ]);
};
