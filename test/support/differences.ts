import type { Id } from "../../src/domain/ids.ts";
import { type Account, sameAccountFacts } from "../../src/domain/ledger/account.ts";
import { balancesOf, sameBalances } from "../../src/domain/ledger/balance.ts";
import { rowIdsOf } from "../../src/domain/ledger/plan-rows.ts";
import { differingFields } from "../../src/domain/ledger/row.ts";
import { projectOwner } from "../../src/domain/projection/project-owner.ts";
import { projectPayment } from "../../src/domain/projection/project-payment.ts";
import { type ProjectedProperty, projectProperty } from "../../src/domain/projection/project-property.ts";
import type { Projection, ProjectionRules, Rejection } from "../../src/domain/projection/projection.ts";
import { isUndecodable } from "../../src/domain/source/source-cut.ts";
import { documentKey, isOpen } from "../../src/domain/sync/failure.ts";
import { ownerNames, paymentNames, propertyNames } from "./arbitraries/ids.ts";
import type { Played } from "./play-source-history.ts";
import type { PureLedger } from "./pure-ledger.ts";

/**
 * Where a ledger is not what its source says, each key projected from scratch: an empty list is convergence. Malformed
 * documents are not asked about their rows and heads, which stay as they were, only about their failure.
 */
export const differences = (played: Played, rules: ProjectionRules): readonly string[] => [
  ...paymentNames.flatMap(({ id }) => rowDifferences(played, id, paymentState(played, id, rules))),
  ...propertyNames.flatMap(({ id }) => headDifferences(played, id)),
  ...failureDifferences(played, rules),
  ...totalDifferences(played.ledger),
];

const broken = { kind: "rejected" } as const;
type Broken = typeof broken | Rejection;

const paymentState = ({ source }: Played, id: Id, rules: ProjectionRules): Projection | Broken => {
  const document = source.payments.get(id);
  if (document === undefined) return { kind: "not_posted", reason: "deleted" };
  return isUndecodable(document) ? broken : projectPayment(document, rules);
};

const rowDifferences = ({ ledger }: Played, id: Id, state: Projection | Broken): readonly string[] => {
  if (state.kind === "rejected") return [];
  const wanted = state.kind === "posted" ? state.rows : [];
  return rowIdsOf(id).flatMap((rowId) => {
    const row = ledger.rows.get(rowId);
    const facts = wanted.find((candidate) => candidate.id === rowId);
    const isPosted = row?.status === "posted";
    if (facts === undefined) return isPosted ? [`${rowId} is posted without a payment`] : [];
    if (row === undefined || !isPosted) return [`${rowId} is missing`];
    return differingFields(row, facts).map((field) => `${rowId} differs in ${field}`);
  });
};

const propertyState = ({ source }: Played, id: Id): ProjectedProperty | Broken | null => {
  const document = source.properties.get(id);
  if (document === undefined) return null;
  return isUndecodable(document) ? broken : projectProperty(document);
};

const headDifferences = (played: Played, id: Id): readonly string[] => {
  const account = played.ledger.accounts.get(id);
  const state = propertyState(played, id);
  const owner = account === undefined ? [] : ownerDifferences(played, account);
  if (state === null) return account?.status === "active" ? [`${id} is active without a property`] : owner;
  if (state.kind === "rejected") return owner;
  if (account === undefined) return [`${id} has no head`];
  const { kind: _, ...facts } = state;
  const { ownerId, ownerName } = account;
  return sameAccountFacts(account, { ...facts, ownerId, ownerName, status: "active" })
    ? owner
    : [`${id} has another head`];
};

/** A head names the first of its owners that exists, as that one is called now. */
const ownerDifferences = ({ source, namesOf }: Played, { propertyId, ownerKeys, ownerId, ownerName }: Account) => {
  const first = ownerKeys.find((key) => source.owners.has(key)) ?? ownerKeys[0] ?? null;
  if (ownerId !== first) return [`${propertyId} belongs to ${ownerId} instead of ${first}`];
  const document = first === null ? undefined : source.owners.get(first);
  const owner = document === undefined || isUndecodable(document) ? null : projectOwner(document);
  const isMalformed = document !== undefined && (owner === null || owner.kind === "rejected");
  const isRight = isMalformed
    ? ownerName === null || namesOf.get(document.id)?.has(ownerName) === true
    : ownerName === (owner?.kind === "owner" ? owner.name : null);
  return isRight ? [] : [`${propertyId} calls its owner ${ownerName}`];
};

const failureDifferences = (played: Played, rules: ProjectionRules): readonly string[] => {
  const { source, ledger } = played;
  const wanted = new Set<string>([
    ...paymentNames.flatMap(({ id }) =>
      paymentState(played, id, rules).kind === "rejected" ? documentKey("payments", id) : [],
    ),
    ...propertyNames.flatMap(({ id }) =>
      propertyState(played, id)?.kind === "rejected" ? documentKey("properties", id) : [],
    ),
    ...ownerNames.flatMap(({ id }) => {
      const document = source.owners.get(id);
      const isSound = document === undefined || (!isUndecodable(document) && projectOwner(document).kind === "owner");
      return isSound ? [] : documentKey("owners", id);
    }),
  ]);
  const open = new Set<string>(
    [...ledger.failures.values()].flatMap((failure) => (isOpen(failure) ? failure.key : [])),
  );
  return [
    ...[...open].filter((key) => !wanted.has(key)).map((key) => `${key} has a failure for no reason`),
    ...[...wanted].filter((key) => !open.has(key)).map((key) => `${key} lacks its failure`),
  ];
};

/** Where a head does not say what its rows, of sync and by hand, add up to. */
export const totalDifferences = ({ rows, accounts }: PureLedger): readonly string[] => {
  const lost = [...rows.values()].filter(({ propertyId }) => !accounts.has(propertyId));
  const wrong = [...accounts.values()].filter(
    ({ propertyId, balances }) =>
      !sameBalances(balances, balancesOf([...rows.values()].filter((row) => row.propertyId === propertyId))),
  );
  return [
    ...lost.map(({ id }) => `${id} is in no account`),
    ...wrong.map(({ propertyId }) => `${propertyId} has other totals than its rows`),
  ];
};
