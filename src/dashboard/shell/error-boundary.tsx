import { Alert, AlertTitle, Button } from "@mui/material";
import { Component, type ReactNode } from "react";

type Props = { readonly children: ReactNode };
type State = { readonly error: unknown };

/** Keeps a page's bug from taking the others with it. React knows no other way to say this than a class. */
export class ErrorBoundary extends Component<Props, State> {
  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override state: State = { error: null };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Alert
        severity="error"
        variant="outlined"
        action={
          <Button color="inherit" size="small" onClick={() => this.setState({ error: null })}>
            Try again
          </Button>
        }
      >
        <AlertTitle>This page has met a bug of the dashboard</AlertTitle>
        The service is not touched by it. {error instanceof Error ? error.message : String(error)}
      </Alert>
    );
  }
}
