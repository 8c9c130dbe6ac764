export type Money = bigint;
