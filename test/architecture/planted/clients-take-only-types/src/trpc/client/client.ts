import { appRouter } from "../router.ts"; // breaks

export const client = appRouter;
