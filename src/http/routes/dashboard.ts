import type { Context } from "hono";
import type { HttpApp, HttpEnv, RouteContext } from "../http-env.ts";
import type { DashboardFile } from "../http-options.ts";

/** The dashboard's pages, the API reference and whatever they load: no data, so that everybody may have them. */
export const addDashboardRoutes = (app: HttpApp, { dashboard }: RouteContext): void => {
  const addPage = (path: string, name: string, title: string): void => {
    app.get(path, (c) => {
      const page = dashboard?.(name) ?? null;
      return page === null ? c.html(notBuilt(title), 503) : answer(c, page, "no-cache");
    });
  };
  addPage("/", "index.html", "dashboard");
  addPage("/docs", "docs.html", "API reference");
  app.get("/assets/:name", (c) => {
    const file = dashboard?.(`assets/${c.req.param("name")}`) ?? null;
    return file === null ? c.notFound() : answer(c, file, forEver);
  });
};

/** The name changes with the content. */
const forEver = "public, max-age=31536000, immutable";

const answer = (c: Context<HttpEnv>, { body, gzip, mediaType, etag }: DashboardFile, caching: string): Response => {
  const isCompressed = gzip !== null && /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  const tag = isCompressed ? `${etag.slice(0, -1)}-gzip"` : etag;
  c.header("Cache-Control", caching);
  c.header("ETag", tag);
  c.header("Vary", "Accept-Encoding");
  if (c.req.header("if-none-match") === tag) return c.body(null, 304);
  c.header("Content-Type", mediaType);
  if (!isCompressed) return c.body(body);
  c.header("Content-Encoding", "gzip");
  return c.body(gzip);
};

const notBuilt = (what: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ledgersync: the ${what} is not built</title>
<h1>The ${what} is not built</h1>
<p>The service itself works: its API is at <code>/api/sync</code>, described in <a href="/openapi.yaml">openapi.yaml</a>.</p>
<p>Build the ${what} in the project's folder with <code>npm run build</code> (<code>npm ci</code> does so by itself, unless it leaves
the tools of development out), then start the service again.</p>
</html>
`;
