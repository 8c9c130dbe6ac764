export const appRouter = {};
export type AppRouter = typeof appRouter;
