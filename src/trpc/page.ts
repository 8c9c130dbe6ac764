import { z } from "zod";
import { pageInputShape, pageRequestOf } from "../contract/page-query.ts";

/** The part of an input that every list has. Lists go forward only; query libraries say so beside the cursor. */
export const pageInput = { ...pageInputShape, direction: z.literal("forward").optional() };

type PageInput = { readonly limit?: number | undefined; readonly cursor?: string | undefined };
type Found<Item> = { readonly items: readonly Item[]; readonly next: string | null };
type WirePage<Item> = { items: Item[]; page: { next: string | null; limit: number } };

/** Reads the page that was asked for, and says where the list goes on. */
export const pageOf = async <Item, Wire>(
  input: PageInput,
  read: (page: ReturnType<typeof pageRequestOf>) => Promise<Found<Item>>,
  toWire: (item: Item) => Wire,
): Promise<WirePage<Wire>> => {
  const page = pageRequestOf(input);
  const { items, next } = await read(page);
  return { items: items.map(toWire), page: { next, limit: page.limit } };
};
