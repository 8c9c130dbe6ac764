import { Box, Link } from "@mui/material";
import { type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { type Page, pageOf, pages } from "../pages/pages.ts";
import { KnownPages } from "../routing/known-pages.ts";
import { href } from "../routing/route.ts";
import { useRoute } from "../routing/use-route.ts";
import { EmptyState } from "../shared/empty-state.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Header } from "./header.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { LoadingPage } from "./loading-page.tsx";
import { OfflineNotice } from "./offline-notice.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

const pageIds: ReadonlySet<string> = new Set(pages.map(({ id }) => id));

/** What all pages have in common. */
export const Shell = ({ ownsPage }: { readonly ownsPage: boolean }): ReactNode => {
  const route = useRoute();
  const page = pageOf(route.page);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  const shortcuts = useShortcuts(openHelp);
  const main = useFocusOnChange(page?.id ?? "");
  useTitle(ownsPage, page);
  return (
    <Box
      sx={{
        bgcolor: "background.default",
        color: "text.primary",
        minHeight: "100%",
        fontVariantNumeric: "tabular-nums",
      }}
    >
      <SkipLink target={main} />
      <Header page={page?.id ?? ""} onHelp={openHelp} />
      <Box
        component="main"
        ref={main}
        tabIndex={-1}
        sx={{ maxWidth: 1320, mx: "auto", px: { xs: 1.5, sm: 3 }, py: { xs: 2, sm: 3 }, outline: "none" }}
      >
        <OfflineNotice />
        <ErrorBoundary key={page?.id}>
          <KnownPages value={pageIds}>
            <Suspense fallback={<LoadingPage />}>{page === null ? <NoSuchPage /> : <page.Content />}</Suspense>
          </KnownPages>
        </ErrorBoundary>
      </Box>
      {isHelpOpen && <HelpDialog shortcuts={shortcuts} onClose={() => setHelpOpen(false)} />}
    </Box>
  );
};

const NoSuchPage = (): ReactNode => (
  <EmptyState title="There is no such page" action={<Link href={href("overview")}>To the overview</Link>}>
    The address may be from another release, or have been cut short.
  </EmptyState>
);

type MainRef = ReturnType<typeof useFocusOnChange>;

/** The first thing the keyboard reaches. A button: the address's hash is the route, not a place on the page. */
const SkipLink = ({ target }: { readonly target: MainRef }): ReactNode => (
  <Box
    component="button"
    type="button"
    onClick={() => target.current?.focus()}
    sx={{ position: "absolute", left: -9999, zIndex: "tooltip", p: 1, "&:focus": { left: 8, top: 8 } }}
  >
    Skip to the page
  </Box>
);

/** Another page is read from its beginning, also by a screen reader. The first one is left where the browser begins. */
const useFocusOnChange = (page: string) => {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    main.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [page]);
  return main;
};

const useTitle = (ownsPage: boolean, page: Page | null): void => {
  useEffect(() => {
    if (ownsPage) document.title = page === null ? "ledgersync" : `${page.title} · ledgersync`;
  }, [ownsPage, page]);
};
