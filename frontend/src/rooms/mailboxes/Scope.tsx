import { Button, Link, makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Mailbox } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";

const useStyles = makeStyles({
  scope: { flexShrink: 0, padding: "0 16px 10px" },
  radios: { flexWrap: "wrap", marginLeft: "-8px" },
  text: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  link: { fontSize: "12px" },
  busy: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px" },
  words: { flex: "1 1 240px" },
  problem: { marginTop: "8px" },
});

interface Props {
  mailbox: Mailbox;
  /** The mailbox can be asked for its folders. */
  readable: boolean;
  /** Explains the settings for sent copies. */
  explain: () => void;
  changed: () => void;
}

/** Scope is the choice between all of a mailbox and the folders that are ticked, and says what each means. */
export function Scope({ mailbox, readable, explain, changed }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, done, overview } = useShell();
  const { address, everything } = mailbox;
  // What was chosen is shown until the program's word of it has come.
  const [wish, setWish] = useState<boolean>();
  useEffect(() => setWish(undefined), [everything]);
  const choose = useAction(async (all: boolean) => {
    setWish(all);
    try {
      await api.FileEverything(address, all);
    } catch (thrown) {
      setWish(undefined);
      throw thrown;
    }
    changed();
    overview.reload();
    if (all) done(t("shared:scope.allDone", { address }));
    else done(t("shared:scope.someDone", { address }), () => void choose.run(true));
  });
  return (
    <div className={styles.scope}>
      <RadioGroup
        layout="horizontal"
        className={styles.radios}
        aria-label={t("shared:scope.label")}
        value={(wish ?? everything) ? "all" : "some"}
        disabled={choose.busy || !readable || !app.access.may}
        onChange={(_, data) => void choose.run(data.value === "all")}
      >
        <Radio value="all" label={t("shared:scope.all")} />
        <Radio value="some" label={t("shared:scope.some")} />
      </RadioGroup>
      {choose.busy ? (
        <div className={styles.busy} role="status">
          <Spinner size="tiny" aria-hidden />
          <span className={`${styles.text} ${styles.words}`}>{t("mailboxes:save.savingText")}</span>
          <Button size="small" onClick={() => void api.Cancel("select").catch(() => undefined)}>
            {t("shell:cancel")}
          </Button>
        </div>
      ) : (
        <div className={styles.text}>
          {(wish ?? everything) ? t("shared:scope.allText") : t("shared:scope.someText")}{" "}
          {mailbox.kind === "shared" && (
            <Link as="button" inline className={styles.link} onClick={explain}>
              {t("shared:copies.title")}
            </Link>
          )}
        </div>
      )}
      {choose.problem && (
        <div className={styles.problem} role="alert">
          <ProblemBox problem={choose.problem} />
        </div>
      )}
    </div>
  );
}
