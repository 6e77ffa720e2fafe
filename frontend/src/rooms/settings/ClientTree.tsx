import { Button } from "@fluentui/react-components";
import { PeopleRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import { Row } from "./Row";
import { SwitchRow, useValue } from "./values";

/** ClientTree has documents lie by client, too, says how that stands, and makes the folders anew. */
export function ClientTree() {
  const { t } = useTranslation();
  const on = useValue("clientsTree").value === "true";
  return (
    <>
      <SwitchRow name="clientsTree" icon={PeopleRegular} label={t("settings:clientTree.label")} hint={t("settings:clientTree.hint")} />
      {on && <Stands />}
    </>
  );
}

function Stands() {
  const { t } = useTranslation();
  const { done } = useShell();
  const live = useLive(api.ClientTree, (event) => event.kind === "tree" || event.kind === "settings");
  const rebuild = useAction(async () => {
    const n = await api.RebuildClientTree();
    done(t("settings:clientTree.rebuilt", { count: n }));
    live.reload();
  });
  const n = live.value?.mails ?? 0;
  return (
    <Row
      icon={PeopleRegular}
      label={t("settings:clientTree.stands")}
      hint={<span role="status">{live.value && (n > 0 ? t("settings:clientTree.mails", { count: n }) : t("settings:clientTree.soon"))}</span>}
      problem={rebuild.problem ?? live.problem ?? live.value?.problem}
    >
      <Button disabledFocusable={rebuild.busy} onClick={() => void rebuild.run()}>
        {t("settings:search.renew")}
      </Button>
    </Row>
  );
}
