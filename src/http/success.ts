export type Success<Data> = { readonly success: true; readonly data: Data };

/** The envelope of every answer that is no problem. */
export const success = <Data>(data: Data): Success<Data> => ({ success: true, data });

type SuccessPage<Item> = {
  readonly success: true;
  readonly data: Item[];
  readonly page: { readonly next: string | null; readonly limit: number };
};

/** A page of a list, its items already in their wire shape. */
export const successPage = <Item>(data: Item[], next: string | null, limit: number): SuccessPage<Item> => ({
  success: true,
  data,
  page: { next, limit },
});
