import { Button, Field, Input, Link, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular, OpenRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../app/context";
import { api } from "../backend/api";
import { useAction, useLive } from "../backend/live";
import { CopyButton } from "../components/CopyButton";
import { AgainButton, ProblemBox } from "../components/ProblemBox";
import { Spinner } from "../components/Spinner";

const useStyles = makeStyles({
  page: { flex: "1 1 auto", minHeight: 0, overflowY: "auto", backgroundColor: tokens.colorNeutralBackground1 },
  corner: { position: "sticky", top: 0, padding: "12px 20px", backgroundColor: tokens.colorNeutralBackground1, zIndex: 1 },
  column: { maxWidth: "720px", margin: "0 auto", padding: "0 24px 40px" },
  title: { margin: "8px 0", fontSize: "28px", lineHeight: "36px", fontWeight: tokens.fontWeightSemibold },
  text: { margin: "0 0 20px", fontSize: "16px", lineHeight: "24px", color: tokens.colorNeutralForeground2 },
  choices: { display: "flex", flexWrap: "wrap", gap: "8px", marginBottom: "28px" },
  steps: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "20px" },
  step: { display: "grid", gridTemplateColumns: "32px minmax(0, 1fr)", gap: "4px 12px" },
  number: {
    display: "grid",
    placeItems: "center",
    width: "28px",
    height: "28px",
    borderRadius: "50%",
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  stepTitle: { margin: 0, fontSize: "14px", lineHeight: "28px", fontWeight: tokens.fontWeightSemibold },
  stepText: { gridColumn: 2, margin: 0, lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  values: { gridColumn: 2, display: "grid", gap: "4px", margin: "4px 0 0" },
  value: {
    display: "grid",
    gridTemplateColumns: "minmax(120px, 1fr) minmax(0, 2fr) auto",
    alignItems: "center",
    gap: "12px",
    padding: "2px 2px 2px 12px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  valueName: { fontSize: "12px", color: tokens.colorNeutralForeground3 },
  valueText: { margin: 0, fontFamily: tokens.fontFamilyMonospace, fontSize: "12px", overflowWrap: "anywhere", userSelect: "all" },
  valueCopy: { margin: 0 },
  form: { display: "grid", gridTemplateColumns: "1fr 1fr", gap: "12px", gridColumn: 2, marginTop: "4px", "@media (max-width: 700px)": { gridTemplateColumns: "1fr" } },
  save: { gridColumn: "1 / -1", display: "flex", gap: "8px" },
});

/** What Entra calls an application (client) id. */
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Register leads an administrator through the app registration in Entra, or to the demonstration instead. */
export function Register({ leave }: { leave: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, refresh, done } = useShell();
  const live = useLive(api.Registration);
  const [client, setClient] = useState("");
  const [tenant, setTenant] = useState("");
  const [touched, setTouched] = useState(false);
  const demo = useAction(api.StartDemo);
  const save = useAction(async () => {
    await api.SetRegistration(client.trim(), tenant.trim());
    done(t("signin:register.saved"));
    refresh();
    leave();
  });
  const good = guid.test(client.trim());
  const r = live.value;
  const problem = live.problem ?? demo.problem;
  return (
    <main className={styles.page}>
      <div className={styles.corner}>
        <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={leave}>
          {t("shell:back")}
        </Button>
      </div>
      <div className={styles.column}>
        <h1 className={styles.title}>{t("signin:register.title")}</h1>
        <p className={styles.text}>{t("signin:register.text")}</p>
        {problem && (
          <div role="alert">
            <ProblemBox problem={problem} action={live.problem && <AgainButton onClick={live.reload} />} />
          </div>
        )}
        {r && (
          <>
            <div className={styles.choices}>
              <Button icon={<OpenRegular />} onClick={() => void api.OpenLink(r.page)}>
                {t("signin:register.page")}
              </Button>
              {!app.demo && (
                <Button appearance="subtle" disabledFocusable={demo.busy} onClick={() => void demo.run()}>
                  {t("signin:register.demo")}
                </Button>
              )}
            </div>
            <ol className={styles.steps}>
              {r.steps.map((step, i) => (
                <li key={step.title} className={styles.step}>
                  <span className={styles.number} aria-hidden>
                    {i + 1}
                  </span>
                  <h2 className={styles.stepTitle}>{step.title}</h2>
                  <p className={styles.stepText}>{step.text}</p>
                  {step.values.length > 0 && (
                    <dl className={styles.values}>
                      {step.values.map((v) => (
                        <div key={v.label + v.value} className={styles.value}>
                          <dt className={styles.valueName}>{v.label}</dt>
                          <dd className={styles.valueText}>{v.value}</dd>
                          <dd className={styles.valueCopy}>
                          <CopyButton
                            iconOnly
                            appearance="subtle"
                            text={v.value}
                            label={t("signin:register.copy", { what: `${v.label}: ${v.value}` })}
                          />
                          </dd>
                        </div>
                      ))}
                    </dl>
                  )}
                </li>
              ))}
              <li className={styles.step}>
                <span className={styles.number} aria-hidden>
                  {r.steps.length + 1}
                </span>
                <h2 className={styles.stepTitle}>{t("signin:register.enter")}</h2>
                <form
                  className={styles.form}
                  onSubmit={(event) => {
                    event.preventDefault();
                    setTouched(true);
                    if (good) void save.run();
                  }}
                >
                  <Field
                    label={t("signin:register.client")}
                    {...(touched && !good ? { validationMessage: t("signin:register.clientWrong") } : {})}
                  >
                    <Input
                      value={client}
                      placeholder="00000000-0000-0000-0000-000000000000"
                      onChange={(_, data) => setClient(data.value)}
                      onBlur={() => setTouched(client !== "")}
                    />
                  </Field>
                  <Field label={t("signin:register.tenant")} hint={t("signin:register.tenantHint")}>
                    <Input value={tenant} onChange={(_, data) => setTenant(data.value)} />
                  </Field>
                  {save.problem && (
                    <div className={styles.save} role="alert">
                      <ProblemBox problem={save.problem} />
                    </div>
                  )}
                  <div className={styles.save}>
                    <Button type="submit" appearance="primary" disabledFocusable={save.busy}>
                      {t("signin:register.save")}
                    </Button>
                  </div>
                </form>
              </li>
            </ol>
            <p>
              {t("signin:register.policy")}{" "}
              <Link as="button" inline onClick={leave}>
                {t("shell:back")}
              </Link>
            </p>
          </>
        )}
        {!r && !live.problem && <Spinner late />}
      </div>
    </main>
  );
}
