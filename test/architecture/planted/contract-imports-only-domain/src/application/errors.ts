export type AppError = Error;
