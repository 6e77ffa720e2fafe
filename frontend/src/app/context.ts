import { createContext, useContext } from "react";
import type { Live } from "../backend/live";
import type { AccountKind, App, Overview } from "../backend/types";
import type { Asking, Sharing } from "../connect/purpose";
import type { Look } from "./theme";

/** What every room may need to know. */
export interface Shell {
  app: App;
  look: Look;
  overview: Live<Overview>;
  /** Asks App again, after a setting was changed. */
  refresh: () => void;
  /** Leads through the sign-in of a new mailbox. */
  connect: (kind?: AccountKind) => void;
  /** Leads through the sign-in of an account, by its id, that needs it again. */
  reauthenticate: (account: string) => void;
  /** Leads through adding a shared mailbox, or through asking for one that is there again. */
  addShared: (sharing?: Sharing) => void;
  /** Leads through switching a feature for people on: Microsoft may ask for its permission. */
  peopleOn: (what: Omit<Asking, "kind">) => void;
  /** Tells in passing that something is done; undo takes it back. */
  done: (text: string, undo?: () => void) => void;
}

export const ShellContext = createContext<Shell | null>(null);

/** useShell gives what the shell knows. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("useShell outside of the shell");
  return shell;
}
