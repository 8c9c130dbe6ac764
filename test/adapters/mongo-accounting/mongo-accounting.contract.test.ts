import { createMongoHistoryStore } from "../../../src/adapters/mongo-accounting/mongo-history-store.ts";
import { describeAccountingSinkContract } from "../../contracts/accounting-sink.contract.ts";
import { describeAuditTrailContract } from "../../contracts/audit-trail.contract.ts";
import { describeCheckStoreContract } from "../../contracts/check-store.contract.ts";
import { describeCommandStoreContract } from "../../contracts/command-store.contract.ts";
import { describeEventLogContract } from "../../contracts/event-log.contract.ts";
import { describeFailureReaderContract } from "../../contracts/failure-reader.contract.ts";
import { describeFixPlanStoreContract } from "../../contracts/fix-plan-store.contract.ts";
import { describeHistoryStoreContract } from "../../contracts/history-store.contract.ts";
import { describeIdempotencyStoreContract } from "../../contracts/idempotency-store.contract.ts";
import { describeLeaseContract } from "../../contracts/lease.contract.ts";
import { describeLedgerReaderContract } from "../../contracts/ledger-reader.contract.ts";
import { describeLedgerScannerContract } from "../../contracts/ledger-scanner.contract.ts";
import { describeRunStoreContract } from "../../contracts/run-store.contract.ts";
import { describeScheduleStoreContract } from "../../contracts/schedule-store.contract.ts";
import { describeServiceDataContract } from "../../contracts/service-data.contract.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { createMongoAccountingHarness } from "./mongo-accounting-harness.ts";
import { createMongoCommandStoreHarness } from "./mongo-command-store-harness.ts";
import { createMongoEventLogHarness } from "./mongo-event-log-harness.ts";
import { createMongoIdempotencyStoreHarness } from "./mongo-idempotency-store-harness.ts";
import { createMongoLeaseHarness } from "./mongo-lease-harness.ts";

describeAccountingSinkContract("on a replica set", createMongoAccountingHarness, {
  histories: 60,
  historiesPerLedger: 15,
});
describeAuditTrailContract("on a replica set", createMongoAccountingHarness);
describeLedgerReaderContract("on a replica set", createMongoAccountingHarness);
describeFailureReaderContract("on a replica set", createMongoAccountingHarness);
describeRunStoreContract("on a replica set", createMongoAccountingHarness);
describeLedgerScannerContract("on a replica set", createMongoAccountingHarness);
describeCheckStoreContract("on a replica set", createMongoAccountingHarness);
describeServiceDataContract("on a replica set", createMongoAccountingHarness);
describeFixPlanStoreContract("on a replica set", createMongoAccountingHarness);
describeScheduleStoreContract("on a replica set", createMongoAccountingHarness);
describeEventLogContract("on a replica set", createMongoEventLogHarness);
describeHistoryStoreContract("on a replica set", async () => {
  const { accounting, cleanUp } = await freshDatabases();
  return { history: createMongoHistoryStore(accounting), close: cleanUp };
});
describeLeaseContract("on a replica set", createMongoLeaseHarness);
describeIdempotencyStoreContract("on a replica set", createMongoIdempotencyStoreHarness);
describeCommandStoreContract("on a replica set", createMongoCommandStoreHarness);
