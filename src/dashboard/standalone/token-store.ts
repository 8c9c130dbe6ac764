const storageKey = "ledgersync:token";

/** The token that was typed in. Of this tab alone, and gone with it. */
export const storedToken = (): string | null => window.sessionStorage.getItem(storageKey);

export const storeToken = (token: string | null): void => {
  if (token === null) window.sessionStorage.removeItem(storageKey);
  else window.sessionStorage.setItem(storageKey, token);
};
