import { Checkbox, Link, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { PeopleAccount, PeopleFeature } from "../../backend/types";
import { AskDialog } from "../../components/AskDialog";
import { Card } from "../../components/Page";
import { ProblemBox } from "../../components/ProblemBox";
import { Switch } from "../../components/Switch";
import { PassView } from "./PassView";

const useStyles = makeStyles({
  intro: { margin: "0 0 12px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  card: { marginBottom: "16px" },
  head: { display: "flex", alignItems: "baseline", flexWrap: "wrap", gap: "4px 12px", marginBottom: "4px" },
  title: { flex: "1 1 auto", margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  feature: { display: "flex", alignItems: "start", gap: "16px", padding: "12px 0 4px", borderTop: `1px solid ${tokens.colorNeutralStroke2}`, marginTop: "8px" },
  texts: { flex: "1 1 auto", minWidth: 0 },
  name: { margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  text: { margin: "2px 0 8px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  asks: { listStyleType: "none", margin: "4px 0 0", padding: 0, fontSize: "12px", lineHeight: "18px" },
  code: { fontFamily: tokens.fontFamilyMonospace },
  problem: { marginTop: "8px" },
});

const known = ["users", "status", "contacts", "teams"] as const;

/** FeaturesView switches what is read of people on and off, for each account. */
export function FeaturesView({ accounts, changed }: { accounts: PeopleAccount[]; changed: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <>
      <p className={styles.intro}>{t("people:features.intro")}</p>
      {accounts.map((account) => (
        <Card key={account.account} label={account.address} className={styles.card}>
          <div className={styles.head}>
            <h2 className={styles.title}>{account.address}</h2>
            <Link as="button" onClick={() => go("mailboxes", `permissions:${account.account}`)}>
              {t("mailboxes:permissions.title")}
            </Link>
          </div>
          {account.state === "disconnected" && <p className={styles.text}>{t("people:features.gone")}</p>}
          {account.features.map((f) => (
            <Feature key={f.feature} account={account} feature={f} changed={changed} />
          ))}
          {account.kind === "personal" && <p className={styles.small}>{t("people:personal")}</p>}
        </Card>
      ))}
      <PassView reading={accounts.some((a) => a.features.some((f) => f.feature === "status" && f.on))} />
    </>
  );
}

function Feature({ account, feature, changed }: { account: PeopleAccount; feature: PeopleFeature; changed: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, peopleOn, done } = useShell();
  const [leaving, setLeaving] = useState(false);
  const id = known.find((k) => k === feature.feature);
  const off = useAction(async (forget: boolean) => {
    await api.PeopleOff(account.account, feature.feature, forget);
    changed();
    done(forget ? t("people:leave.forgotten") : t("people:leave.done"));
  });
  if (!id) return null; // nothing here speaks of it yet
  if (id === "teams" && !feature.on && !account.features.some((f) => f.feature === "status" && f.on)) return null; // it shows what the calendar tells
  const name = t(`people:feature.${id}.name`);
  const forget = (all: boolean): void => {
    setLeaving(false);
    void off.run(all);
  };
  return (
    <section className={styles.feature} aria-label={name}>
      <div className={styles.texts}>
        <h3 className={styles.name}>{name}</h3>
        <p className={styles.text}>{t(`people:feature.${id}.text`)}</p>
        <div className={styles.small}>{feature.on ? t("people:features.uses") : t("people:features.asks")}</div>
        <ul className={styles.asks}>
          {feature.permissions.map((p) => (
            <li key={p.name}>
              <code className={styles.code}>{p.name}</code> {p.allows}
            </li>
          ))}
        </ul>
        {off.problem && (
          <div role="alert" className={styles.problem}>
            <ProblemBox problem={off.problem} intent="warning" />
          </div>
        )}
      </div>
      <Switch
        aria-label={name}
        label={feature.on ? t("people:features.on") : t("people:features.off")}
        checked={feature.on}
        disabled={!app.access.may || off.busy || (!feature.on && account.state !== "active")}
        onChange={(_, data) =>
          data.checked
            ? peopleOn({ account: { id: account.account, address: account.address }, feature: feature.feature, permissions: feature.permissions })
            : id === "teams" // which has read nothing
              ? void off.run(false)
              : setLeaving(true)
        }
      />
      {leaving && <LeaveDialog name={name} close={() => setLeaving(false)} leave={forget} />}
    </section>
  );
}

/** LeaveDialog asks what becomes of what a feature has read. */
function LeaveDialog({ name, close, leave }: { name: string; close: () => void; leave: (forget: boolean) => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [forget, setForget] = useState(false);
  return (
    <AskDialog title={t("people:leave.title", { name })} label={t("people:leave.button")} close={close} act={() => leave(forget)}>
      {t("people:leave.text")}
      <div>
        <Checkbox label={t("people:leave.forget")} checked={forget} onChange={(_, data) => setForget(data.checked === true)} />
        <div className={styles.small}>{forget ? t("people:leave.gone") : t("people:leave.kept")}</div>
      </div>
    </AskDialog>
  );
}
