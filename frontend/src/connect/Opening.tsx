import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../backend/api";
import { onEvent } from "../backend/events";
import { useLive } from "../backend/live";
import { CommandBox } from "../components/CommandBox";
import { ProgressBar } from "../components/ProgressBar";
import { Spinner } from "../components/Spinner";
import { Stage } from "./Stage";

const useStyles = makeStyles({
  taking: { width: "360px", maxWidth: "100%", marginTop: "28px", minHeight: "52px" },
  folder: { marginTop: "8px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  help: { marginTop: "16px" },
  text: { margin: "0 0 6px", lineHeight: "20px" },
});

interface Props {
  mailbox: string;
  /** Address of the account that opens it. */
  account: string;
  /** What is being done: starting, access, folders. */
  step: string;
  corner: ReactNode;
  cancel: () => void;
}

/** Opening is shown while a shared mailbox is tested and what lies in it is noted. */
export function Opening({ mailbox, account, step, corner, cancel }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const folders = step === "folders";
  return (
    <Stage
      corner={corner}
      sign={<Spinner size="huge" aria-hidden />}
      title={folders ? t("shared:folders.title") : t("shared:access.title", { mailbox })}
      text={folders ? t("shared:folders.text") : t("shared:access.text", { address: account })}
    >
      <Button size="large" onClick={cancel}>
        {t("shell:cancel")}
      </Button>
      <div className={styles.taking}>{folders && <Stock mailbox={mailbox} />}</div>
    </Stage>
  );
}

/** Stock says how far the noting of what lies in the folders is. */
function Stock({ mailbox }: { mailbox: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [at, setAt] = useState({ folder: "", done: 0, total: 0 });
  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind === "baseline" && event.mailbox.toLowerCase() === mailbox.trim().toLowerCase())
          setAt({ folder: event.folder, done: event.done, total: event.total });
      }),
    [mailbox],
  );
  return (
    <>
      <ProgressBar aria-label={t("shared:folders.title")} {...(at.total > 0 ? { value: at.done, max: at.total } : {})} />
      <div className={styles.folder}>{at.folder && t("shared:folders.at", { folder: at.folder, count: at.done })}</div>
    </>
  );
}

/** Refusals that an administrator's command in Exchange cures. */
const curable = ["shared-no-access", "shared-folder-only"];

/** AccessCommand is what an administrator enters to give the access that is missing, where that is what is missing. */
export function AccessCommand({ account, mailbox, code }: { account: string; mailbox: string; code: string }) {
  return curable.includes(code) ? <Access account={account} mailbox={mailbox.trim()} /> : null;
}

function Access({ account, mailbox }: { account: string; mailbox: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { value } = useLive(useCallback(() => api.SharedCommands(account, mailbox), [account, mailbox]));
  if (!value) return null;
  return (
    <section className={styles.help} aria-label={t("shared:failed.command")}>
      <p className={styles.text}>{t("shared:failed.command")}</p>
      <CommandBox text={`${value.connect}\n${value.access}`} label={t("shared:copyCommands")} />
    </section>
  );
}
