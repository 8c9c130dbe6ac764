import { useEffect, useState } from "react";
import { pages } from "../pages/pages.ts";
import { href } from "../routing/route.ts";
import { navigate } from "../routing/use-route.ts";

const storageKey = "ledgersync:shortcuts";

/** How long `g` waits for its second key. Unit: ms. */
const secondKeyMs = 1_500;

export type Shortcuts = { readonly isOn: boolean; readonly setOn: (isOn: boolean) => void };

/** `/` to the page's filter, `g` and a letter to a page, `?` for help. They can be switched off: assistive technology has keys of its own. */
export const useShortcuts = (openHelp: () => void): Shortcuts => {
  const [isOn, setState] = useState(() => window.localStorage.getItem(storageKey) !== "off");
  useEffect(() => {
    if (!isOn) return;
    const onKey = keyListener(openHelp);
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [isOn, openHelp]);
  const setOn = (next: boolean): void => {
    window.localStorage.setItem(storageKey, next ? "on" : "off");
    setState(next);
  };
  return { isOn, setOn };
};

const keyListener = (openHelp: () => void): ((event: KeyboardEvent) => void) => {
  let goesSince = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (isMeantForOthers(event)) return;
    const { key, timeStamp } = event;
    const isSecond = timeStamp - goesSince < secondKeyMs;
    goesSince = key === "g" && !isSecond ? timeStamp : Number.NEGATIVE_INFINITY;
    const page = isSecond ? pages.find((each) => each.key === key) : undefined;
    if (page !== undefined) navigate(href(page.id));
    else if (key === "?") openHelp();
    else if (key === "/") focusFilter(event);
  };
};

const isMeantForOthers = ({ ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey || isTyping(target);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const focusFilter = (event: KeyboardEvent): void => {
  const field = document.querySelector<HTMLElement>("[data-filter-field]");
  if (field === null) return;
  event.preventDefault();
  field.focus();
};
