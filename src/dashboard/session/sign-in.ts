/** How a caller proves who they are, where the dashboard itself asks for it. */
export type SignIn = {
  readonly hasToken: boolean;
  readonly signIn: (token: string) => void;
  readonly signOut: () => void;
};
