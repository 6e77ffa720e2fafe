import { DrawerBody, makeStyles, SearchBox, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { licences } from "../../backend/licences";
import { useLive } from "../../backend/live";
import { Outstanding } from "../../components/Outstanding";
import { Foldout } from "./Foldout";

const useStyles = makeStyles({
  text: { margin: "0 0 12px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  search: { width: "100%", maxWidth: "none", marginBottom: "12px" },
  part: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  alone: { padding: "8px 0 8px 18px", lineHeight: "20px", overflowWrap: "anywhere" },
  small: { fontSize: "12px", color: tokens.colorNeutralForeground2 },
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
      <Outstanding live={live} />
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
        return <Foldout key={key} head={head} text={l.text} />;
      })}
    </DrawerBody>
  );
}
