type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null };

type CsvFile<Item> = {
  readonly head: string;
  readonly lineOf: (item: Item) => string;
  readonly first: Page<Item>;
  readonly read: (cursor: string) => Promise<Page<Item>>;
};

/** Page by page, so that memory does not grow with what is written out. */
async function* linesOf<Item>({ head, lineOf, first, read }: CsvFile<Item>): AsyncGenerator<string> {
  yield head;
  for (let page = first; ; page = await read(page.next)) {
    yield page.items.map(lineOf).join("");
    if (page.next === null) return;
  }
}

export const csvBody = <Item>(file: CsvFile<Item>): ReadableStream<Uint8Array> =>
  ReadableStream.from(linesOf(file)).pipeThrough(new TextEncoderStream());

export const csvHeaders = (fileName: string) => ({
  "Content-Type": "text/csv; charset=utf-8",
  "Content-Disposition": `attachment; filename="${fileName}"`,
});
