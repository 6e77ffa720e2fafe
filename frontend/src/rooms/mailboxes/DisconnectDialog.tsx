import { Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { AskDialog } from "../../components/AskDialog";
import type { Entry } from "./entries";

interface Props {
  entry: Entry;
  close: () => void;
}

/** DisconnectDialog says what ends and what stays before a connection is ended. */
export function DisconnectDialog({ entry, close }: Props) {
  const { t } = useTranslation();
  const { account } = entry;
  const { refresh, overview, done } = useShell();
  const connected = account.state !== "disconnected";
  const [forget, setForget] = useState(!connected);
  const act = useAction(async () => {
    await api.Disconnect(account.id, forget || !connected);
    close();
    done(t("mailboxes:disconnect.done", { address: account.address }));
    overview.reload();
    refresh();
  });
  return (
    <AskDialog
      title={t("mailboxes:disconnect.ask", { address: account.address })}
      points={[
        t("mailboxes:disconnect.ends"),
        ...(account.mailboxes.length > 1 ? [t("mailboxes:disconnect.others", { count: account.mailboxes.length })] : []),
        t("mailboxes:disconnect.files"),
        forget || !connected ? t("mailboxes:disconnect.forgotten") : t("mailboxes:disconnect.kept"),
      ]}
      problem={act.problem}
      label={connected ? t("mailboxes:disconnect.title") : t("mailboxes:disconnect.forgetTitle")}
      ready={!act.busy}
      close={close}
      act={() => void act.run()}
    >
      {connected && <Checkbox label={t("mailboxes:disconnect.forget")} checked={forget} onChange={(_, data) => setForget(data.checked === true)} />}
    </AskDialog>
  );
}
