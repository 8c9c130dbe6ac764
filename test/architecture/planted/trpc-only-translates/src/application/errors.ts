export const AppError = Error;
