import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium, or the one that `CHROMIUM_BINARY` names. The caller closes it. */
export const openBrowser = (): Promise<Browser> =>
  // Root may not use Chromium's sandbox; what is shown here is our own.
  chromium.launch({ executablePath: chromiumBinary(), args: ["--no-sandbox", "--disable-dev-shm-usage"] });

const chromiumBinary = (): string => {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = [process.env.CHROMIUM_BINARY, ...folders.map((folder) => join(folder, "chromium"))].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found !== undefined) return found;
  throw new Error("The dashboard is tested in Chromium: apt-get install chromium, or set CHROMIUM_BINARY.");
};
