import { Button } from "@fluentui/react-components";
import { FolderRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Settings } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { useFormat } from "../../i18n/format";
import { MoveDialog } from "./MoveDialog";
import { Row } from "./Row";
import { fileName } from "./values";

interface Props {
  settings: Settings;
  reload: () => void;
  /** The person came to choose another folder. */
  choosing: boolean;
}

/** Destination is the archive folder: where it is, how much room it has, and moving it. */
export function Destination({ settings, reload, choosing }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { app } = useShell();
  const d = settings.destination;
  const movable = !d.managed && app.access.may;
  const [moving, setMoving] = useState(choosing && movable);
  const show = useAction(() => api.ShowDestination());
  return (
    <>
      <Row
        icon={FolderRegular}
        label={t("settings:destination.label")}
        hint={d.free >= 0 ? t("settings:destination.where", { path: d.path, free: format.size(d.free) }) : d.path}
        managedBy={d.managed ? fileName(settings.policyFile) : undefined}
        problem={d.problem ?? show.problem}
      >
        <Badge tone={d.reachable ? "success" : "danger"}>
          {d.reachable ? t("settings:destination.reachable") : t("settings:destination.unreachable")}
        </Badge>
        {d.reachable && (
          <Button disabledFocusable={show.busy} onClick={() => void show.run()}>
            {t("settings:destination.show")}
          </Button>
        )}
        {movable && <Button onClick={() => setMoving(true)}>{t("settings:destination.change")}</Button>}
      </Row>
      {moving && (
        <MoveDialog
          from={d.path}
          close={() => {
            setMoving(false);
            reload();
          }}
        />
      )}
    </>
  );
}
