import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { ProblemBox } from "../../components/ProblemBox";
import type { Entry } from "./entries";

const useStyles = makeStyles({
  list: { margin: "0 0 8px", paddingLeft: "20px", display: "flex", flexDirection: "column", gap: "4px" },
});

interface Props {
  entry: Entry;
  open: boolean;
  close: () => void;
}

/** DisconnectDialog says what ends and what stays before a connection is ended. */
export function DisconnectDialog({ entry, open, close }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
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
    <Dialog open={open} onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("mailboxes:disconnect.ask", { address: account.address })}</DialogTitle>
          <DialogContent>
            <ul className={styles.list}>
              <li>{t("mailboxes:disconnect.ends")}</li>
              {account.mailboxes.length > 1 && (
                <li>{t("mailboxes:disconnect.others", { count: account.mailboxes.length })}</li>
              )}
              <li>{t("mailboxes:disconnect.files")}</li>
              <li>{forget || !connected ? t("mailboxes:disconnect.forgotten") : t("mailboxes:disconnect.kept")}</li>
            </ul>
            {connected && (
              <Checkbox label={t("mailboxes:disconnect.forget")} checked={forget} onChange={(_, data) => setForget(data.checked === true)} />
            )}
            {act.problem && <ProblemBox problem={act.problem} />}
          </DialogContent>
          <DialogActions fluid>
            <Button onClick={close}>{t("shell:cancel")}</Button>
            <Button appearance="primary" disabledFocusable={act.busy} onClick={() => void act.run()}>
              {connected ? t("mailboxes:disconnect.title") : t("mailboxes:disconnect.forgetTitle")}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
