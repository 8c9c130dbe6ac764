import { Alert, Button, Paper, Stack, TextField, Typography } from "@mui/material";
import { type FormEvent, type ReactNode, useState } from "react";
import type { SignIn } from "./sign-in.ts";

type Props = {
  /** Null: only the host can give another token. */
  readonly signIn: SignIn | null;
};

/** Shown instead of everything when the service does not know the caller. */
export const SignInPage = ({ signIn }: Props): ReactNode => (
  <Stack sx={{ alignItems: "center", px: 2, py: { xs: 4, sm: 10 } }}>
    <Paper variant="outlined" sx={{ p: { xs: 3, sm: 4 }, maxWidth: 440, width: "100%" }}>
      <Typography component="h1" variant="h5" gutterBottom>
        Sign in to ledgersync
      </Typography>
      {signIn === null ? (
        <Typography>The service does not accept the credentials of this application. Sign in there again.</Typography>
      ) : (
        <TokenForm {...signIn} />
      )}
    </Paper>
  </Stack>
);

const TokenForm = ({ hasToken, signIn }: SignIn): ReactNode => {
  const [token, setToken] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (token.trim() !== "") signIn(token.trim());
  };
  return (
    <Stack component="form" spacing={2} onSubmit={submit}>
      <Typography color="textSecondary">
        Paste the token you were given. It is kept in this browser tab only, and forgotten when the tab is closed.
      </Typography>
      {hasToken && (
        <Alert severity="error">That token is not in force. It may have expired, or a part is missing.</Alert>
      )}
      <TextField
        label="Access token"
        type="password"
        autoComplete="current-password"
        // The form is all there is to do on this page.
        autoFocus
        required
        value={token}
        onChange={({ target }) => setToken(target.value)}
      />
      <Button type="submit" variant="contained" size="large">
        Sign in
      </Button>
      <Typography variant="body2" color="textSecondary">
        An administrator makes tokens with <code>npm run tokens</code>.
      </Typography>
    </Stack>
  );
};
