import { Field, Input, Select } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Team } from "../../backend/types";

interface Props {
  team: Team;
  address: string;
  /** contact, role:R, team:T, or empty. */
  value: string;
  choose: (to: string) => void;
  /** The label says no more than the table does. */
  bare?: boolean;
  disabled?: boolean;
}

/** TieChoice chooses who handles what arrives at an address: the person with it, who holds a role, or a team. */
export function TieChoice({ team, address, value, choose, bare = false, disabled = false }: Props) {
  const { t } = useTranslation();
  const [own, setOwn] = useState<"role" | "team">();
  const [kind = "", name = ""] = value.split(/:(.*)/s);
  const label = t("processing:tie.label", { address });
  const known = (list: string[], named: string): string[] => (named && !list.some((x) => x.toLowerCase() === named.toLowerCase()) ? [...list, named] : list);
  const select = (
    <Select
      aria-label={bare ? label : undefined}
      size={bare ? "small" : "medium"}
      disabled={disabled}
      value={own ? `${own}:` : value}
      onChange={(_, { value: to }) => {
        const asked = to === "role:" ? "role" : to === "team:" ? "team" : undefined;
        setOwn(asked);
        if (!asked) choose(to);
      }}
    >
      <option value="">{t("processing:tie.nobody")}</option>
      <option value="contact">{t("processing:tie.contact")}</option>
      {known(team.roles, kind === "role" ? name : "").map((role) => (
        <option key={role} value={`role:${role}`}>
          {t("processing:tie.role", { role })}
        </option>
      ))}
      {known(team.teams, kind === "team" ? name : "").map((one) => (
        <option key={one} value={`team:${one}`}>
          {t("processing:tie.team", { team: one })}
        </option>
      ))}
      <option value="role:">{t("processing:tie.otherRole")}</option>
      <option value="team:">{t("processing:tie.otherTeam")}</option>
    </Select>
  );
  return (
    <>
      {bare ? select : <Field label={label}>{select}</Field>}
      {own && <Named key={own} label={t(`processing:tie.${own}Name`)} tell={(typed) => (setOwn(undefined), choose(`${own}:${typed}`))} />}
    </>
  );
}

/** Named takes the name of a new role or team; Enter, or leaving it, is enough. */
function Named({ label, tell }: { label: string; tell: (name: string) => void }) {
  const [typed, setTyped] = useState("");
  const end = (): void => {
    if (typed.trim()) tell(typed.trim());
  };
  return <Input autoFocus aria-label={label} placeholder={label} value={typed} onChange={(_, data) => setTyped(data.value)} onBlur={end} onKeyDown={(event) => event.key === "Enter" && end()} />;
}
