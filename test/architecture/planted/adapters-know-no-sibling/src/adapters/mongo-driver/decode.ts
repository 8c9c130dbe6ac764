import { commit } from "../mongo-accounting/commit.ts"; // breaks

export const decode = commit;
