import { z } from "zod";

/** Every answer that is no problem: `{"success": true, "data": …}`. */
export const successOf = <Data extends z.ZodType>(
  data: Data,
): z.ZodObject<{ success: z.ZodLiteral<true>; data: Data }> => z.object({ success: z.literal(true), data });

/** Where a list goes on. */
export const pageSchema = z.object({
  /** Opaque: the `cursor` of the next request; null on the last page. */
  next: z.string().nullable(),
  limit: z.int(),
});

/** A list of answers: `{"success": true, "data": […], "page": {"next": …, "limit": …}}`. */
export const successPageOf = <Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ success: z.ZodLiteral<true>; data: z.ZodArray<Item>; page: typeof pageSchema }> =>
  z.object({ success: z.literal(true), data: z.array(item), page: pageSchema });
