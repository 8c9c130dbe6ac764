import { useMemo, useSyncExternalStore } from "react";
import { href, parseRoute, type Route } from "./route.ts";

/** Replacing the address tells nobody by itself. */
const replaced = "ledgersync:route";

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener("hashchange", changed);
  window.addEventListener(replaced, changed);
  return () => {
    window.removeEventListener("hashchange", changed);
    window.removeEventListener(replaced, changed);
  };
};

/** The route of the address; renders anew when it changes. */
export const useRoute = (): Route => {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
};

/** Goes to `hash` as a click on a link would. */
export const navigate = (hash: string): void => {
  window.location.hash = hash;
};

/** A filter lives in the address, so that a view can be linked to; changing it adds no step to the history. */
export const useFilter = (name: string, fallback = ""): readonly [string, (value: string) => void] => {
  const { filter } = useRoute();
  const set = (value: string): void => {
    const now = parseRoute(window.location.hash);
    const next = href(now.page, now.path, { ...now.filter, [name]: value === fallback ? null : value });
    window.history.replaceState(window.history.state, "", next);
    window.dispatchEvent(new Event(replaced));
  };
  return [filter[name] ?? fallback, set];
};
