import { Button, DrawerBody, DrawerFooter, Field, Input, makeStyles, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { Client, DraftField } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { useRoomStyles } from "./styles";
import { useUndo } from "./useFix";

const useStyles = makeStyles({
  roles: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)", gap: "8px", alignItems: "center", "& select, & .fui-Input": { width: "100%", minWidth: 0 } },
  group: { margin: 0, padding: 0, border: "none", minWidth: 0 },
  legend: { padding: 0, marginBottom: "4px" },
});

export const noClient: Client = { id: "", name: "", number: "", addresses: [], domains: [], vat: [], registrations: [], ibans: [], language: "", ended: "", roles: [] };

/** What a client has several of; one stands on a line. */
const several = ["addresses", "domains", "vat", "registrations", "ibans"] as const;
type Several = (typeof several)[number];

/** The details as DraftField names them. */
const named: Record<Several, string> = { addresses: "address", domains: "domain", vat: "vat", registrations: "registration", ibans: "iban" };
const languages = ["en", "nl", "fr", "de"] as const;

interface Props {
  client: Client;
  /** Where the details were found. */
  found?: DraftField[];
  close: () => void;
  saved: (client: Client) => void | Promise<void>;
}

/** ClientPanel adds or changes a client. */
export function ClientPanel(props: Props) {
  const { t } = useTranslation();
  return (
    <SidePanel title={props.client.id ? props.client.name : t("processing:clients.add")} close={props.close}>
      <Form {...props} />
    </SidePanel>
  );
}

function Form({ client, found = [], close, saved }: Props) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const undo = useUndo();
  const team = useLive(api.Team);
  const [form, setForm] = useState(client);
  const [texts, setTexts] = useState(() => Object.fromEntries(several.map((key) => [key, client[key].join("\n")])) as Record<Several, string>);
  const [role, setRole] = useState("");
  const set = (part: Partial<Client>): void => setForm((was) => ({ ...was, ...part }));
  const members = team.value?.members ?? [];
  const roles = [...new Set([...(team.value?.roles ?? []), ...form.roles.map((r) => r.role)])].filter((r, i, list) => list.findIndex((o) => o.toLowerCase() === r.toLowerCase()) === i);
  const holder = (name: string): string => form.roles.find((r) => r.role.toLowerCase() === name.toLowerCase())?.member ?? "";
  const give = (name: string, member: string): void =>
    set({ roles: [...form.roles.filter((r) => r.role.toLowerCase() !== name.toLowerCase()), ...(member ? [{ role: name, member, name: "" }] : [])] });
  const save = useAction(async () => {
    const whole = { ...form, ...Object.fromEntries(several.map((key) => [key, texts[key].split(/[\n;,]/).map((s) => s.trim()).filter(Boolean)])) };
    const result = await api.SaveClient(whole);
    const text = t("processing:clients.saved", { name: result.client.name });
    done(result.settled > 0 ? `${text} ${t("processing:settled", { count: result.settled })}` : text, undo);
    await saved(result.client);
  });
  const hint = (field: string): { hint: string } | object => {
    const where = found.find((f) => f.field === field)?.where;
    return where ? { hint: t(`processing:found.${where}`) } : {};
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.busy) void save.run();
  };
  return (
    <>
      <DrawerBody>
        <form id="client" className={room.form} onSubmit={submit}>
          <Field label={t("processing:field.name")} required {...hint("name")}>
            <Input value={form.name} onChange={(_, data) => set({ name: data.value })} />
          </Field>
          <Field label={t("processing:field.number")} {...hint("number")}>
            <Input value={form.number} onChange={(_, data) => set({ number: data.value })} />
          </Field>
          {several.map((key) => (
            <Field key={key} label={t(`processing:field.${key}`)} {...hint(named[key])}>
              {(field: object) => (
                <textarea
                  {...field}
                  className={room.lines}
                  rows={Math.min(6, Math.max(1, texts[key].split("\n").length))}
                  spellCheck={false}
                  value={texts[key]}
                  onChange={(event) => setTexts((was) => ({ ...was, [key]: event.target.value }))}
                />
              )}
            </Field>
          ))}
          <Field label={t("processing:field.language")} {...hint("language")}>
            <Select value={form.language} onChange={(_, data) => set({ language: data.value })}>
              <option value="">{t("processing:field.noLanguage")}</option>
              {languages.map((l) => (
                <option key={l} value={l}>
                  {t(`processing:language.${l}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("processing:field.ended")} hint={t("processing:field.endedHint")}>
            <Input type="date" value={form.ended} onChange={(_, data) => set({ ended: data.value })} />
          </Field>
          <fieldset className={styles.group}>
            <legend className={styles.legend}>{t("processing:field.roles")}</legend>
            <div className={styles.roles}>
              {roles.map((name) => (
                <RoleRow key={name} name={name} holder={holder(name)} members={members} give={give} />
              ))}
              <Input aria-label={t("processing:field.newRole")} placeholder={t("processing:field.newRole")} value={role} onChange={(_, data) => setRole(data.value)} />
              <Select
                aria-label={t("processing:field.newRoleFor")}
                disabled={!role.trim() || members.length === 0}
                value=""
                onChange={(_, data) => {
                  give(role.trim(), data.value);
                  setRole("");
                }}
              >
                <option value="">{t("processing:team.choose")}</option>
                {members.map((m) => (
                  <option key={m.address} value={m.address}>
                    {m.name}
                  </option>
                ))}
              </Select>
            </div>
          </fieldset>
          {save.problem && (
            <div role="alert">
              <ProblemBox problem={save.problem} />
            </div>
          )}
        </form>
      </DrawerBody>
      <DrawerFooter>
        <Button type="submit" form="client" appearance="primary" disabledFocusable={!form.name.trim() || save.busy}>
          {t("processing:save")}
        </Button>
        <Button onClick={close}>{t("shell:cancel")}</Button>
      </DrawerFooter>
    </>
  );
}

function RoleRow({ name, holder, members, give }: { name: string; holder: string; members: { name: string; address: string }[]; give: (role: string, member: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <span>{name}</span>
      <Select aria-label={t("processing:field.holder", { role: name })} value={holder} onChange={(_, data) => give(name, data.value)}>
        <option value="">{t("processing:field.noHolder")}</option>
        {holder && !members.some((m) => m.address === holder) && <option value={holder}>{holder}</option>}
        {members.map((m) => (
          <option key={m.address} value={m.address}>
            {m.name}
          </option>
        ))}
      </Select>
    </>
  );
}
