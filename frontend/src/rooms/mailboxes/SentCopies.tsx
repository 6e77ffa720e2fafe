import { Checkbox, DrawerBody, DrawerFooter, makeStyles, tokens } from "@fluentui/react-components";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { SharedCommands } from "../../backend/types";
import { CommandBox } from "../../components/CommandBox";
import { CopyButton } from "../../components/CopyButton";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import type { Entry } from "./entries";

const useStyles = makeStyles({
  text: { margin: "0 0 16px", lineHeight: "20px" },
  part: { marginBottom: "16px" },
  heading: { margin: "0 0 4px", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  why: { margin: "0 0 6px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
});

interface Props {
  entry: Entry;
  changed: () => void;
  close: () => void;
}

/** SentCopies explains the settings that put copies of sent mail into a shared mailbox, with the commands for each. */
export function SentCopies({ entry, changed, close }: Props) {
  const { t } = useTranslation();
  const { account, mailbox } = entry;
  const live = useLive(useCallback(() => api.SharedCommands(account.address, mailbox.address), [account.address, mailbox.address]));
  return (
    <SidePanel title={t("shared:copies.title")} close={close}>
      {live.problem && <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />}
      {live.value && <Explained commands={live.value} never={mailbox.neverSends} changed={changed} />}
    </SidePanel>
  );
}

function Explained({ commands, never, changed }: { commands: SharedCommands; never: boolean; changed: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, overview } = useShell();
  const { mailbox } = commands;
  const [quiet, setQuiet] = useState(never);
  const keep = useAction(async (on: boolean) => {
    setQuiet(on);
    try {
      await api.NeverSends(mailbox, on);
    } catch (thrown) {
      setQuiet(!on);
      throw thrown;
    }
    changed();
    overview.reload();
  });
  const all = [commands.connect, commands.all, commands.check].join("\n");
  const part = (title: string, why: string, command: string) => (
    <section key={command} className={styles.part}>
      <h3 className={styles.heading}>{title}</h3>
      <p className={styles.why}>{why}</p>
      <CommandBox text={command} label={t("shared:copies.copyOne", { what: title })} />
    </section>
  );
  return (
    <>
      <DrawerBody tabIndex={0} role="region" aria-label={t("shared:copies.title")}>
        <p className={styles.text}>{t("shared:copies.text", { mailbox })}</p>
        {part(t("shared:copies.connect"), t("shared:copies.connectText"), commands.connect)}
        {commands.copies.map((c) =>
          c.for === "behalf"
            ? part(t("shared:copies.behalf"), t("shared:copies.behalfText", { mailbox }), c.command)
            : part(t("shared:copies.as"), t("shared:copies.asText", { mailbox }), c.command),
        )}
        {part(t("shared:copies.check"), t("shared:copies.checkText"), commands.check)}
        <Checkbox
          label={t("shared:copies.never")}
          checked={quiet}
          disabled={keep.busy || !app.access.may}
          onChange={(_, data) => void keep.run(data.checked === true)}
        />
        {keep.problem && <ProblemBox problem={keep.problem} />}
      </DrawerBody>
      <DrawerFooter>
        <CopyButton appearance="primary" text={t("shared:copies.message", { mailbox, commands: all })} label={t("shared:copies.copy")} />
      </DrawerFooter>
    </>
  );
}
