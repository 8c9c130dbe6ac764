/** How much of the main database the ledger is known to match, and how old that knowledge is. */
export type Verification = {
  /** When the newest check of everything ended, asked for or not; null = none has. */
  readonly verifiedAt: number | null;
  /** Payments of the main database that this check found in the ledger as they must be, of all that it looked at; null as above. */
  readonly matched: number | null;
  readonly total: number | null;
  /** What it found, of every severity; null as above. */
  readonly issueCount: number | null;
  /** Properties and payments looked at by the check that is under way, or by the newest one. */
  readonly rowsChecked: number;
  /** How many there are to look at; null before any check has counted them. */
  readonly rowsTotal: number | null;
  /** Of the verification that never ends; 0 = it is switched off. */
  readonly ratePerSecond: number;
};
