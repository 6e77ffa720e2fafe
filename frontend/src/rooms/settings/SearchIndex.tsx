import { Button } from "@fluentui/react-components";
import { DocumentSearchRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import { ProgressBar } from "../../components/ProgressBar";
import { useFormat } from "../../i18n/format";
import { Row } from "./Row";

/** SearchIndex says how many mails can be found, and makes the index anew. */
export function SearchIndex() {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLive(api.SearchProgress, (event) => event.kind === "indexed" || event.kind === "filed");
  const renew = useAction(async () => {
    await api.RenewSearch();
    live.reload();
  });
  const p = live.value;
  const counts = p && { count: p.indexed, all: format.number(p.filed) };
  return (
    <Row
      icon={DocumentSearchRegular}
      label={t("settings:search.label")}
      hint={<span role="status">{counts && t(p.ready ? "settings:search.ready" : "settings:search.building", counts)}</span>}
      problem={renew.problem ?? live.problem ?? p?.problem}
      below={p && !p.ready && <ProgressBar aria-label={t("settings:search.label")} value={p.filed > 0 ? p.indexed / p.filed : 0} />}
    >
      <Button disabledFocusable={renew.busy} onClick={() => void renew.run()}>
        {t("settings:search.renew")}
      </Button>
    </Row>
  );
}
