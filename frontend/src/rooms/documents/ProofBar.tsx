import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ShieldCheckmarkRegular, ShieldErrorRegular, ShieldRegular } from "@fluentui/react-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Preview, Proof } from "../../backend/types";
import { CopyButton } from "../../components/CopyButton";
import { ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import { useFormat } from "../../i18n/format";

const useStyles = makeStyles({
  proof: { flexShrink: 0, borderTop: `1px solid ${tokens.colorNeutralStroke2}`, maxHeight: "60%", display: "flex", flexDirection: "column" },
  bar: { display: "flex", alignItems: "center", gap: "8px", minHeight: "44px", padding: "0 16px", flexShrink: 0 },
  icon: { fontSize: "20px", flexShrink: 0, color: tokens.colorNeutralForeground2 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  said: { flex: "1 1 auto", minWidth: 0, fontSize: "12px", lineHeight: "16px" },
  card: { overflowY: "auto", padding: "0 16px 12px" },
  facts: { display: "grid", gridTemplateColumns: "auto minmax(0, 1fr)", gap: "6px 16px", margin: "0 0 12px", fontSize: "12px", lineHeight: "16px" },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
  hash: { fontFamily: tokens.fontFamilyMonospace },
  files: { listStyleType: "none", margin: 0, padding: 0 },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px", marginBottom: "8px" },
});

/** ProofBar says whether a document is as it was filed, and shows by what that is known. */
export function ProofBar({ preview }: { preview: Preview }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const card = useId();
  const [open, setOpen] = useState(false);
  const [proof, setProof] = useState<Proof>();
  const check = useAction(async () => setProof(await api.Proof(preview.document.id)));
  const [Icon, tone, said] = !proof
    ? [ShieldRegular, "", t("documents:proof.registered", { time: format.fresh(preview.document.filed) })]
    : proof.unchanged
      ? [ShieldCheckmarkRegular, styles.good, t("documents:proof.unchanged", { time: format.fresh(proof.checked) })]
      : [ShieldErrorRegular, styles.bad, t("documents:proof.changed", { time: format.fresh(proof.checked) })];
  return (
    <section className={styles.proof} aria-label={t("documents:proof.title")}>
      <div className={styles.bar}>
        {check.busy ? <Spinner size="tiny" aria-hidden /> : <Icon aria-hidden className={mergeClasses(styles.icon, tone)} />}
        <span className={styles.said} role="status">
          {check.busy ? t("documents:proof.checking") : said}
        </span>
        <Link as="button" aria-expanded={open} aria-controls={open ? card : undefined} onClick={() => setOpen(!open)}>
          {t("documents:proof.title")}
        </Link>
      </div>
      {check.problem && <ProblemBox problem={check.problem} />}
      {open && (
        <div id={card} className={styles.card} tabIndex={0} role="group" aria-label={t("documents:proof.title")}>
          <dl className={styles.facts}>
            <dt className={styles.name}>SHA-256</dt>
            <dd className={mergeClasses(styles.value, styles.hash)}>{preview.sha256}</dd>
            <dt className={styles.name}>{t("documents:proof.when")}</dt>
            <dd className={styles.value}>{format.exact(proof?.registered || preview.document.filed)}</dd>
            <dt className={styles.name}>{t("documents:proof.file")}</dt>
            <dd className={styles.value}>{preview.path}</dd>
            {proof && (
              <>
                <dt className={styles.name}>{t("documents:proof.number")}</dt>
                <dd className={styles.value}>{format.number(proof.seq)}</dd>
                <dt className={styles.name}>{t("documents:proof.files")}</dt>
                <dd className={styles.value}>
                  <ul className={styles.files}>
                    {proof.files.map((f) => (
                      <li key={f.path}>
                        {f.name || f.path.split("/").at(-1)}:{" "}
                        <span className={f.state === "unchanged" ? styles.good : styles.bad}>{t(`documents:proof.state.${f.state}`)}</span>
                      </li>
                    ))}
                  </ul>
                </dd>
              </>
            )}
          </dl>
          <div className={styles.buttons}>
            <Button size="small" disabledFocusable={check.busy} onClick={() => void check.run()}>
              {t("documents:proof.now")}
            </Button>
            <CopyButton size="small" text={preview.sha256} label={t("documents:proof.copy")} />
          </div>
        </div>
      )}
    </section>
  );
}
