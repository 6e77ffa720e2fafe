import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import type { Client } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { useReturnFocus } from "../../components/useReturnFocus";
import { ClientPicker, nameOf } from "./ClientPicker";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";

/** MergeDialog makes one client of two, after it has said what becomes of them. */
export function MergeDialog({ client, close }: { client: Client; close: () => void }) {
  useReturnFocus();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const [other, setOther] = useState<Client>();
  const merge = useFix(
    async () => {
      await api.MergeClients(client.id, other?.id ?? "");
      return 0;
    },
    t("processing:merge.done", { name: client.name }),
    close,
  );
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("processing:merge.title", { name: client.name })}</DialogTitle>
          <DialogContent className={room.form}>
            {other ? <p className={room.text}>{t("processing:merge.text", { other: nameOf(other), name: nameOf(client) })}</p> : <ClientPicker choose={setOther} without={client.id} />}
            {merge.problem && <ProblemBox problem={merge.problem} />}
          </DialogContent>
          <DialogActions>
            {other && <Button onClick={() => setOther(undefined)}>{t("shell:back")}</Button>}
            <Button onClick={close}>{t("shell:cancel")}</Button>
            <Button appearance="primary" disabledFocusable={!other || merge.busy} onClick={() => void merge.run()}>
              {t("processing:merge.do")}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
