import { encodeId, manualRowId } from "../../src/domain/ids.ts";
import type { RowFacts } from "../../src/domain/ledger/row.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import { usd } from "./arbitraries/rules.ts";
import { aDay } from "./arbitraries/source-values.ts";

/** A repair of 25.00 USD, entered by hand for the property "house". */
export const aManualRow: RowFacts = {
  id: manualRowId("e1"),
  propertyId: encodeId({ kind: "string", value: "house" }),
  companyId: null,
  type: "repair",
  direction: -1,
  amountMinor: minorOf(2_500n),
  currency: usd,
  exponent: 2,
  occurredAt: aDay,
  description: "Roof",
  category: null,
  referenceNumber: null,
  paymentMethod: null,
  recipientType: null,
  notes: null,
  processedBy: null,
  sourceId: null,
  amountSource: null,
};
