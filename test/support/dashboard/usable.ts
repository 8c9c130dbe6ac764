import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "vitest";
import { until } from "../until.ts";
import type { Visit } from "./visit.ts";

/** Looked at by people; not kept by git. */
const shots = fileURLToPath(new URL("../../../test-artefacts/dashboard/", import.meta.url));

/** What is shown can be used by everybody, fits the screen and complains of nothing; a picture of it is kept as `shot`. */
export const expectUsable = async ({ page, complaints }: Visit, shot: string): Promise<void> => {
  await until("all is loaded", async () => (await page.locator(".MuiSkeleton-root").count()) === 0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: `${shots}${shot}.png`, fullPage: true });
  const fits = await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(fits).toBe(true);
  expect(complaints).toEqual([]);
};
