export type AppRouter = object;
