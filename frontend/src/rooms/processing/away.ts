import { api } from "../../backend/api";
import { useLive } from "../../backend/live";

export type Away = (name: string, address?: string) => string;

/**
 * useAway says beside a name how a member of the team shows by their calendar, if they are not free: "Els (out until
 * Monday)". Without an address it knows them by their name, if only one has it.
 */
export function useAway(): Away {
  const { value } = useLive(api.TeamStatus, (event) => event.kind === "presence" || event.kind === "account" || event.kind === "processing");
  return (name, address) => {
    const one = value?.find((m) => (address ? m.address === address : m.name === name && name !== ""));
    return one && one.status !== "free" ? `${name} (${one.words})` : name;
  };
}
