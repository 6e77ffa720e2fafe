import { DrawerBody, makeStyles, SearchBox, Spinner, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { licences } from "../../backend/licences";
import { useLive } from "../../backend/live";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";

const useStyles = makeStyles({
  text: { margin: "0 0 12px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  search: { width: "100%", maxWidth: "none", marginBottom: "12px" },
  part: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  name: { padding: "8px 0", cursor: "pointer", lineHeight: "20px", overflowWrap: "anywhere" },
  alone: { padding: "8px 0 8px 18px", lineHeight: "20px", overflowWrap: "anywhere" },
  small: { fontSize: "12px", color: tokens.colorNeutralForeground2 },
  licence: {
    margin: "0 0 12px",
    padding: "8px",
    maxHeight: "320px",
    overflow: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "11px",
    lineHeight: "16px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
});

/** Licences lists what others wrote, each with its licence's words. */
export function Licences() {
  const styles = useStyles();
  const { t } = useTranslation();
  const live = useLive(licences);
  const [query, setQuery] = useState("");
  const parts = live.value?.filter((l) => `${l.name} ${l.licence}`.toLowerCase().includes(query.trim().toLowerCase()));
  return (
    <DrawerBody>
      <p className={styles.text}>{t("settings:licences.text")}</p>
      <SearchBox
        className={styles.search}
        aria-label={t("settings:licences.search")}
        placeholder={t("settings:licences.search")}
        value={query}
        onChange={(_, data) => setQuery(data.value)}
      />
      {live.problem && <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />}
      {!parts && !live.problem && <Spinner delay={300} label={t("shell:loading")} />}
      {parts && (
        <p className={styles.text} role="status">
          {t("settings:licences.count", { count: parts.length })}
        </p>
      )}
      {parts?.map((l) => {
        const head = (
          <>
            {l.name} <span className={styles.small}>{[l.version, l.licence].filter(Boolean).join(" · ")}</span>
          </>
        );
        const key = `${l.name} ${l.version}`;
        if (!l.text)
          return (
            <div key={key} className={styles.part}>
              <div className={styles.alone}>{head}</div>
            </div>
          );
        return (
          <details key={key} className={styles.part}>
            <summary className={styles.name}>{head}</summary>
            <pre className={styles.licence} tabIndex={0}>
              {l.text}
            </pre>
          </details>
        );
      })}
    </DrawerBody>
  );
}
