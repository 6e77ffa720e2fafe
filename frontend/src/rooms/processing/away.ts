import { api } from "../../backend/api";
import { useLive } from "../../backend/live";

export type Away = (name: string, address?: string) => string;

/** statusBeside writes how somebody shows beside their name. */
export const statusBeside = (name: string, status: string): string => (status ? `${name} (${status})` : name);

/**
 * useStatus says how a member of the team shows by their calendar, such as "out until Monday"; nothing if they are free.
 * Without an address it knows them by their name, if only one has it.
 */
export function useStatus(): Away {
  const { value } = useLive(api.TeamStatus, (event) => event.kind === "presence" || event.kind === "account" || event.kind === "processing");
  return (name, address) => {
    const one = value?.find((m) => (address ? m.address === address : m.name === name && name !== ""));
    return one && one.status !== "free" ? one.words : "";
  };
}

/** useAway is useStatus with the name before it: "Els (out until Monday)". */
export function useAway(): Away {
  const status = useStatus();
  return (name, address) => statusBeside(name, status(name, address));
}
