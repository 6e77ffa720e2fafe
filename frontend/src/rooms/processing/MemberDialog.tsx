import { Checkbox, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import type { Member } from "../../backend/types";
import { AskDialog } from "../../components/AskDialog";
import { useFix } from "./useFix";

export const noMember: Member = { name: "", address: "", roles: [], teams: [], manager: false };

const namesIn = (text: string): string[] => text.split(",").map((s) => s.trim()).filter(Boolean);

/** MemberDialog adds or changes somebody of the team; first: nobody is a manager yet. */
export function MemberDialog({ member, known = false, first = false, close, saved }: { member: Member; known?: boolean; first?: boolean; close: () => void; saved: (address: string) => void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({ ...member, also: member.also?.join(", "), roles: member.roles.join(", "), teams: member.teams.join(", ") });
  const set = (part: Partial<typeof form>): void => setForm((was) => ({ ...was, ...part }));
  const save = useFix(
    () => api.SaveMember({ ...form, name: form.name.trim(), address: form.address.trim(), also: form.also === undefined ? undefined : namesIn(form.also), roles: namesIn(form.roles), teams: namesIn(form.teams) }),
    t("processing:team.saved", { name: form.name.trim() }),
    () => saved(form.address.trim().toLowerCase()),
  );
  return (
    <AskDialog
      form
      title={t(known ? "processing:team.change" : "processing:team.add")}
      problem={save.problem}
      label={t("processing:save")}
      ready={form.name.trim() !== "" && form.address.trim() !== "" && !save.busy}
      close={close}
      act={() => void save.run()}
    >
      <Field label={t("processing:field.name")} required>
        <Input value={form.name} onChange={(_, data) => set({ name: data.value })} autoFocus />
      </Field>
      <Field label={t("processing:team.address")} required>
        <Input type="email" value={form.address} disabled={known} onChange={(_, data) => set({ address: data.value })} />
      </Field>
      {form.also !== undefined && (
        <Field label={t("people:also.label")} hint={t("people:also.hint")}>
          <Input value={form.also} onChange={(_, data) => set({ also: data.value })} />
        </Field>
      )}
      <Field label={t("processing:team.roles")} hint={t("processing:team.rolesHint")}>
        <Input value={form.roles} onChange={(_, data) => set({ roles: data.value })} />
      </Field>
      <Field label={t("processing:team.teams")} hint={t("processing:team.teamsHint")}>
        <Input value={form.teams} onChange={(_, data) => set({ teams: data.value })} />
      </Field>
      <Field hint={first && form.manager ? t("processing:team.firstManager") : undefined}>
        <Checkbox label={t("processing:team.manager")} checked={form.manager} onChange={(_, data) => set({ manager: data.checked === true })} />
      </Field>
    </AskDialog>
  );
}
