import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import { CheckmarkCircleFilled, CircleRegular, ErrorCircleFilled } from "@fluentui/react-icons";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Permission } from "../../backend/types";
import { CopyButton } from "../../components/CopyButton";
import { Page } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import { useFormat } from "../../i18n/format";

const useStyles = makeStyles({
  bar: { marginBottom: "16px", alignItems: "start", paddingTop: "8px", paddingBottom: "8px" },
  body: { whiteSpace: "normal", lineHeight: "20px" },
  card: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    overflowX: "auto",
    marginBottom: "12px",
  },
  table: { width: "100%", minWidth: "680px", borderCollapse: "collapse", textAlign: "left" },
  row: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  cell: { padding: "10px 16px", verticalAlign: "top", lineHeight: "20px" },
  column: { fontWeight: tokens.fontWeightRegular },
  feature: { fontWeight: tokens.fontWeightSemibold },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: "12px" },
  why: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3 },
  state: { display: "flex", alignItems: "center", gap: "6px", whiteSpace: "nowrap" },
  icon: { fontSize: "16px", flexShrink: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  calm: { color: tokens.colorNeutralForeground3 },
  heading: { margin: "20px 0 8px", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  hint: { margin: "0 0 12px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3 },
});

/** PermissionsPage shows which permission which feature needs, which are granted, and what is never asked for. */
export function PermissionsPage({ account }: { account: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { reauthenticate } = useShell();
  const ask = useCallback(() => api.Permissions(account), [account]);
  const live = useLive(ask, (event) => event.kind === "account");
  const p = live.value;
  return (
    <Page
      title={p ? t("mailboxes:permissions.of", { address: p.address }) : t("mailboxes:permissions.title")}
      actions={
        <Button appearance="subtle" onClick={() => go("mailboxes", account)}>
          {t("mailboxes:permissions.back")}
        </Button>
      }
    >
      {live.problem && (
        <div role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} busy={live.loading} />} />
        </div>
      )}
      {!p && !live.problem && <Spinner late />}
      {p && p.missing > 0 && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody className={styles.body}>
            <MessageBarTitle>{t("mailboxes:permissions.missing", { count: p.missing })}</MessageBarTitle>{" "}
            {t("mailboxes:permissions.missingText")}
          </MessageBarBody>
          <MessageBarActions>
            <Button size="small" appearance="primary" onClick={() => reauthenticate(p.account)}>
              {t("mailboxes:reauthenticate")}
            </Button>
            {p.message && <CopyButton size="small" text={p.message} label={t("mailboxes:permissions.copy")} />}
          </MessageBarActions>
        </MessageBar>
      )}
      {p && (
        <>
          <Rows rows={p.rows} label={t("mailboxes:permissions.title")} />
          {p.never.length > 0 && (
            <>
              <h2 className={styles.heading}>{t("mailboxes:permissions.never")}</h2>
              <p className={styles.hint}>{t("mailboxes:permissions.neverText")}</p>
              <Rows rows={p.never} label={t("mailboxes:permissions.never")} />
            </>
          )}
        </>
      )}
    </Page>
  );
}

function Rows({ rows, label }: { rows: Permission[]; label: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <div className={styles.card} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {(["feature", "permission", "allows", "who", "state"] as const).map((column) => (
              <th key={column} scope="col" className={mergeClasses(styles.cell, styles.column)}>
                {t(`mailboxes:permissions.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.feature + row.permission} className={styles.row}>
              <td className={mergeClasses(styles.cell, styles.feature)}>{row.feature}</td>
              <td className={styles.cell}>
                <code className={styles.code}>{row.permission}</code>
              </td>
              <td className={styles.cell}>
                {row.allows}
                {row.why && <div className={styles.why}>{row.why}</div>}
              </td>
              <td className={styles.cell}>
                {row.state === "never" ? "–" : row.who === "administrator" ? t("mailboxes:permissions.administrator") : t("mailboxes:permissions.you")}
              </td>
              <td className={styles.cell}>
                <State row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function State({ row }: { row: Permission }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  switch (row.state) {
    case "granted":
      return (
        <span className={styles.state}>
          <CheckmarkCircleFilled aria-hidden className={mergeClasses(styles.icon, styles.good)} />
          {row.since ? t("mailboxes:permissions.grantedSince", { date: format.date(row.since) }) : t("mailboxes:permissions.granted")}
        </span>
      );
    case "missing":
      return (
        <span className={mergeClasses(styles.state, styles.bad)}>
          <ErrorCircleFilled aria-hidden className={styles.icon} />
          {t("mailboxes:permissions.notGranted")}
        </span>
      );
    case "exchange":
    case "optional":
      return (
        <span className={mergeClasses(styles.state, styles.calm)}>
          <CircleRegular aria-hidden className={styles.icon} />
          {row.state === "exchange" ? t("organisation:inExchange") : t("organisation:optional")}
        </span>
      );
    default:
      return (
        <span className={mergeClasses(styles.state, styles.calm)}>
          <CircleRegular aria-hidden className={styles.icon} />
          {row.state === "off" ? t("people:features.later") : row.state === "later" ? t("mailboxes:permissions.later") : row.who ? t("mailboxes:permissions.impossible") : t("mailboxes:permissions.notAsked")}
        </span>
      );
  }
}
