import { Button, Field, Input, makeStyles, MessageBar, MessageBarActions, MessageBarBody, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { DocumentKeyRegular } from "@fluentui/react-icons";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../../app/context";
import { go } from "../../../app/route";
import { api } from "../../../backend/api";
import { useAction, useLive } from "../../../backend/live";
import type { Account, OrganisationGuide } from "../../../backend/types";
import { Outstanding } from "../../../components/Outstanding";
import { Page } from "../../../components/Page";
import { ProblemBox } from "../../../components/ProblemBox";
import { Spinner } from "../../../components/Spinner";
import { type Draft, emptyDraft, type FieldName, fieldOf, missingIn, stepOf } from "./fields";
import { Guide } from "./Guide";
import { addressesOf } from "./places";

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 5fr) minmax(0, 6fr)",
    alignItems: "start",
    gap: "24px",
    "@media (max-width: 859px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  intro: { maxWidth: "860px", margin: "0 0 16px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  form: {
    display: "flex",
    flexDirection: "column",
    gap: "16px",
    padding: "16px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  field: { display: "flex", flexDirection: "column", gap: "8px" },
  file: { maxWidth: "100%", alignSelf: "start", overflowWrap: "anywhere" },
  kept: { minWidth: 0, overflowWrap: "anywhere", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px" },
  demo: { whiteSpace: "normal" },
});

interface Props {
  /** The organisation whose secret or certificate is renewed; undefined for a new one. */
  account: Account | undefined;
  leave: () => void;
}

/** OrganisationForm connects an organisation, or renews its secret or certificate, with the steps in Entra beside it. */
export function OrganisationForm({ account, leave }: Props) {
  const { t } = useTranslation();
  const guide = useLive(api.OrganisationGuide);
  const name = account?.name ?? "";
  return (
    <Page
      title={account ? t("organisation:form.renewTitle", { name }) : t("organisation:form.title")}
      actions={
        <Button appearance="subtle" onClick={leave}>
          {t("shell:back")}
        </Button>
      }
    >
      <Outstanding live={guide} />
      {guide.value && <Form guide={guide.value} account={account} leave={leave} />}
    </Page>
  );
}

function Form({ guide, account, leave }: Props & { guide: OrganisationGuide }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, refresh, overview, done } = useShell();
  const known = account?.organisation;
  const [draft, setDraft] = useState<Draft>(() =>
    known ? { ...emptyDraft, tenant: known.tenant, clientId: known.clientId, kind: known.credential === "certificate" ? "certificate" : "secret" } : emptyDraft,
  );
  const [missing, setMissing] = useState<FieldName[]>([]);
  const set = useCallback((part: Partial<Draft>) => {
    setDraft((was) => ({ ...was, ...part }));
    setMissing([]);
  }, []);
  const form = useRef<HTMLFormElement>(null);
  const connect = useAction(async () => {
    const secret = draft.kind === "secret";
    const id = await api.ConnectOrganisation({
      tenant: draft.tenant.trim(),
      clientId: draft.clientId.trim(),
      secret: secret ? draft.secret.trim() : "",
      expires: secret ? draft.expires.trim() : "",
      certificate: secret ? "" : draft.file.path,
      password: secret ? "" : draft.password,
    });
    done(account ? t("organisation:form.renewed") : t("organisation:form.connected"));
    refresh();
    overview.reload();
    go("mailboxes", account ? id : addressesOf(id));
  });
  const choose = useAction(async () => {
    const file = await api.ChooseCertificate();
    if (file.path) set({ file });
  });
  const problem = connect.problem;
  const at = problem && fieldOf(problem.code, draft.kind);
  const wrong = missing[0] ?? at;
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>(`[data-field="${wrong}"]`)?.focus();
  }, [wrong, problem, missing]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (connect.busy || !app.access.may) return;
    const list = missingIn(draft);
    setMissing(list);
    connect.clear();
    if (list.length === 0) void connect.run();
  };
  /** A field with what is wrong with it below. */
  const field = (name: FieldName, label: string, hint: string | undefined, control: ReactNode) => (
    <div className={styles.field}>
      <Field
        label={label}
        {...(hint && { hint })}
        {...(missing.includes(name) && { validationMessage: t(`organisation:missing.${name}`) })}
        {...(at === name && { validationState: "error" as const })}
      >
        {control}
      </Field>
      {at === name && problem && (
        <div role="alert">
          <ProblemBox problem={problem} />
        </div>
      )}
    </div>
  );
  const { demo } = guide;
  const locked = account ? ({ readOnly: true, appearance: "filled-darker" } as const) : {};
  return (
    <>
      <p className={styles.intro}>{account ? t("organisation:form.renewIntro") : t("organisation:form.intro")}</p>
      <div className={styles.columns}>
        <form ref={form} className={styles.form} onSubmit={submit} aria-label={t("organisation:form.title")} noValidate>
          {demo && (
            <MessageBar layout="multiline">
              <MessageBarBody className={styles.demo}>{t("organisation:form.demo")}</MessageBarBody>
              <MessageBarActions>
                <Button size="small" onClick={() => set({ tenant: demo.tenant, clientId: demo.clientId, kind: "secret", secret: demo.secret, expires: demo.expires })}>
                  {t("organisation:form.demoFill")}
                </Button>
              </MessageBarActions>
            </MessageBar>
          )}
          {field(
            "tenant",
            t("organisation:form.tenant"),
            account ? undefined : t("organisation:form.tenantHint"),
            <Input data-field="tenant" value={draft.tenant} {...locked} spellCheck={false} onChange={(_, data) => set({ tenant: data.value })} />,
          )}
          {field(
            "clientId",
            t("signin:register.client"),
            undefined,
            <Input
              data-field="clientId"
              value={draft.clientId}
              {...locked}
              spellCheck={false}
              placeholder="00000000-0000-0000-0000-000000000000"
              onChange={(_, data) => set({ clientId: data.value })}
            />,
          )}
          <Field label={t("organisation:form.with")}>
            <RadioGroup layout="horizontal" value={draft.kind} onChange={(_, data) => set({ kind: data.value as Draft["kind"] })}>
              <Radio value="secret" label={t("organisation:form.secretKind")} />
              <Radio value="certificate" label={t("organisation:form.certificateKind")} />
            </RadioGroup>
          </Field>
          {draft.kind === "secret" ? (
            <>
              {field(
                "secret",
                t("organisation:form.secret"),
                t("organisation:form.secretHint"),
                <Input data-field="secret" type="password" autoComplete="off" value={draft.secret} onChange={(_, data) => set({ secret: data.value })} />,
              )}
              {field(
                "expires",
                t("organisation:form.expires"),
                t("organisation:form.expiresHint"),
                // A date field of WebKit shows today's date where nothing was entered.
                <Input data-field="expires" placeholder="2028-11-22" spellCheck={false} autoComplete="off" value={draft.expires} onChange={(_, data) => set({ expires: data.value })} />,
              )}
            </>
          ) : (
            <>
              {field(
                "certificate",
                t("organisation:form.certificate"),
                t("organisation:form.certificateHint"),
                <Button data-field="certificate" icon={<DocumentKeyRegular />} className={styles.file} disabledFocusable={choose.busy} onClick={() => void choose.run()}>
                  {draft.file.name || t("organisation:form.choose")}
                </Button>,
              )}
              {choose.problem && <ProblemBox problem={choose.problem} />}
              {field(
                "password",
                t("organisation:form.password"),
                t("organisation:form.passwordHint"),
                <Input data-field="password" type="password" autoComplete="off" value={draft.password} onChange={(_, data) => set({ password: data.value })} />,
              )}
            </>
          )}
          {problem && !at && (
            <div role="alert">
              <ProblemBox problem={problem} />
            </div>
          )}
          <div className={styles.buttons}>
            <Button type="submit" appearance="primary" disabled={!app.access.may} disabledFocusable={connect.busy} {...(connect.busy && { icon: <Spinner size="tiny" /> })}>
              {connect.busy ? t("organisation:form.testing") : account ? t("organisation:form.renew") : t("organisation:form.connect")}
            </Button>
            <Button onClick={leave}>{t("shell:cancel")}</Button>
          </div>
          <div className={styles.kept}>{t("organisation:form.kept")}</div>
        </form>
        <Guide guide={guide} clientId={draft.clientId.trim()} step={(problem && stepOf(problem.code)) ?? (account ? 2 : 0)} />
      </div>
    </>
  );
}
