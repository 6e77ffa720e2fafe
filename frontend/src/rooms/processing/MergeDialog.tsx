import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import type { Client } from "../../backend/types";
import { AskDialog } from "../../components/AskDialog";
import { ClientPicker, nameOf } from "./ClientPicker";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";

/** MergeDialog makes one client of two, after it has said what becomes of them. */
export function MergeDialog({ client, close }: { client: Client; close: () => void }) {
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
    <AskDialog
      title={t("processing:merge.title", { name: client.name })}
      problem={merge.problem}
      more={other && <Button onClick={() => setOther(undefined)}>{t("shell:back")}</Button>}
      label={t("processing:merge.do")}
      ready={other !== undefined && !merge.busy}
      close={close}
      act={() => void merge.run()}
    >
      {other ? <p className={room.text}>{t("processing:merge.text", { other: nameOf(other), name: nameOf(client) })}</p> : <ClientPicker choose={setOther} without={client.id} />}
    </AskDialog>
  );
}
