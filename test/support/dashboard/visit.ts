import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export type Visit = AsyncDisposable & {
  readonly page: Page;
  /** Everything that a visitor must not be left with: errors on the console, exceptions, requests to somebody else. */
  readonly complaints: string[];
  /** Goes to `#/<place>` without loading the page anew where it is loaded already. */
  goTo(place: string): Promise<void>;
};

const complaintsMax = 5;
const complaintLengthMax = 400;

/** A person at the dashboard at `url`, with nothing remembered. */
export const visit = async (browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const complain = (text: string): void => {
    if (complaints.length < complaintsMax) complaints.push(text.slice(0, complaintLengthMax));
  };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complain(message.text());
  });
  page.on("pageerror", ({ message }) => complain(message));
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) complain(`asked ${request.url()}`);
  });
  return {
    page,
    complaints,
    goTo: async (place) => {
      await page.goto(`${url}/#/${place}`);
      await page.getByRole("main").waitFor();
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
};
