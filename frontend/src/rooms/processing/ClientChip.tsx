import { Button, Link } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import { nameOf } from "./ClientPicker";
import { goClient } from "./places";
import { useRoomStyles } from "./styles";

/** ClientChip says that a list is of one client only, leads to their page, and to the whole list. */
export function ClientChip({ id, clear }: { id: string; clear: () => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const live = useLive(useCallback(() => api.Client(id), [id]));
  return (
    <div className={room.bar} role="group" aria-label={t("processing:clientPage.only")}>
      <span className={room.small}>{t("processing:clientPage.only")}</span>
      <Link as="button" onClick={() => goClient(id)}>
        {live.value ? nameOf(live.value) : (live.problem?.message ?? t("shell:loading"))}
      </Link>
      <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label={t("processing:clientPage.all")} title={t("processing:clientPage.all")} onClick={clear} />
    </div>
  );
}
