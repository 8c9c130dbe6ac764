import { type Document, ObjectId } from "mongodb";

export const aDay = new Date("2024-05-17T10:00:00Z");

export const ownerOf = (firstName: string, lastName: string): Document & { readonly _id: ObjectId } => ({
  _id: new ObjectId(),
  firstName,
  lastName,
});

export const propertyOf = (fields: Document = {}): Document & { readonly _id: ObjectId } => ({
  _id: new ObjectId(),
  name: "Willow Court 1",
  address: "1 Willow Court, Harare",
  status: "rented",
  ...fields,
});

/** A payment that is income of `propertyId`: 100.00 in the default currency unless `fields` say otherwise. */
export const paymentOf = (propertyId: unknown, fields: Document = {}): Document & { readonly _id: ObjectId } => ({
  _id: new ObjectId(),
  propertyId,
  amount: 100,
  status: "completed",
  paymentType: "rental",
  paymentDate: aDay,
  paymentMethod: "bank_transfer",
  createdAt: aDay,
  updatedAt: aDay,
  ...fields,
});
