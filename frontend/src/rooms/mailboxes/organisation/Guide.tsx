import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { OpenRegular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../../backend/api";
import type { GuideValue, OrganisationGuide } from "../../../backend/types";
import { CopyButton } from "../../../components/CopyButton";

const useStyles = makeStyles({
  guide: { minWidth: 0 },
  head: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", marginBottom: "8px" },
  title: { flex: "1 1 auto", margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  hint: { margin: "0 0 8px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  step: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  summary: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    padding: "8px 4px",
    lineHeight: "20px",
    fontWeight: tokens.fontWeightSemibold,
    cursor: "pointer",
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px", borderRadius: tokens.borderRadiusMedium },
  },
  number: {
    display: "grid",
    placeItems: "center",
    flexShrink: 0,
    width: "24px",
    height: "24px",
    borderRadius: "50%",
    fontSize: "12px",
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  text: { margin: "0 0 8px", paddingLeft: "38px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  values: { display: "flex", flexDirection: "column", gap: "6px", margin: "0 0 12px", paddingLeft: "38px" },
  value: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    alignItems: "center",
    columnGap: "8px",
    padding: "4px 4px 4px 12px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  label: { gridColumn: 1, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  what: {
    gridColumn: 1,
    margin: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "12px",
    lineHeight: "18px",
    overflowWrap: "anywhere",
    whiteSpace: "pre-wrap",
    userSelect: "all",
  },
  copy: { gridColumn: 2, gridRow: "1 / span 2", margin: 0 },
});

interface Props {
  guide: OrganisationGuide;
  /** What stands in the commands for the client id. */
  clientId: string;
  /** The step to unfold, counted from 0. */
  step: number;
}

/** Guide leads an administrator through the app registration: every value and command can be copied. */
export function Guide({ guide, clientId, step }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set([step]));
  useEffect(() => setOpen((was) => new Set(was).add(step)), [step]);
  const written = (v: GuideValue): string => v.value.replaceAll("{clientId}", clientId || t("organisation:guide.clientId"));
  return (
    <section className={styles.guide} aria-label={t("organisation:guide.title")}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t("organisation:guide.title")}</h2>
        <Button size="small" icon={<OpenRegular />} onClick={() => void api.OpenLink(guide.page)}>
          {t("signin:register.page")}
        </Button>
      </div>
      <p className={styles.hint}>{t("organisation:guide.hint")}</p>
      <ol className={styles.list}>
        {guide.steps.map((s, i) => (
          <li key={s.title}>
            <details
              className={styles.step}
              open={open.has(i)}
              onToggle={(event) => {
                const here = event.currentTarget.open;
                setOpen((was) => {
                  if (was.has(i) === here) return was;
                  const now = new Set(was);
                  if (here) now.add(i);
                  else now.delete(i);
                  return now;
                });
              }}
            >
              <summary className={styles.summary}>
                <span className={styles.number} aria-hidden>
                  {i + 1}
                </span>
                {s.title}
              </summary>
              <p className={styles.text}>{s.text}</p>
              {s.values.length > 0 && (
                <dl className={styles.values}>
                  {s.values.map((v) => (
                    <div key={v.label + v.value} className={styles.value}>
                      <dt className={styles.label}>{v.why ? `${v.label}: ${v.why}` : v.label}</dt>
                      <dd className={styles.what}>{written(v)}</dd>
                      <dd className={styles.copy}>
                        <CopyButton
                          iconOnly
                          appearance="subtle"
                          text={written(v)}
                          label={t("signin:register.copy", { what: v.command ? v.label : `${v.label}: ${v.value}` })}
                        />
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
