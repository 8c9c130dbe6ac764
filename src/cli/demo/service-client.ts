import { accountSchema, type WireAccount } from "../../contract/account.ts";
import { successOf, successPageOf } from "../../contract/envelope.ts";
import { statusSchema, type WireStatus } from "../../contract/status.ts";

/** The part of the REST API that the demo looks at. */
export type ServiceClient = {
  /** Both databases answer and are prepared. */
  isReady(): Promise<boolean>;
  status(): Promise<WireStatus>;
  /** Every account, page by page. */
  accounts(): Promise<readonly WireAccount[]>;
};

const statusAnswer = successOf(statusSchema);
const accountsAnswer = successPageOf(accountSchema);

export const createServiceClient = (url: string): ServiceClient => {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/sync${path}`);
    return response.json();
  };
  return {
    isReady: async () => (await fetch(`${url}/readyz`)).ok,
    status: async () => statusAnswer.parse(await get("/status")).data,
    accounts: async () => {
      const accounts: WireAccount[] = [];
      let cursor = "";
      for (;;) {
        const { data, page } = accountsAnswer.parse(await get(`/accounts?limit=200${cursor}`));
        accounts.push(...data);
        if (page.next === null) return accounts;
        cursor = `&cursor=${encodeURIComponent(page.next)}`;
      }
    },
  };
};
