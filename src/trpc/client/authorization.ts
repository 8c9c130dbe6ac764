type Token = string | null | undefined;

/** What the service knows the caller by; asked anew for each request where it is a function. */
export type TokenSource = Token | (() => Token | Promise<Token>);

/** No header where there is no token: access may be open. */
export const authorization = async (token: TokenSource): Promise<Record<string, string>> => {
  const current = typeof token === "function" ? await token() : token;
  return current === undefined || current === null ? {} : { Authorization: `Bearer ${current}` };
};
