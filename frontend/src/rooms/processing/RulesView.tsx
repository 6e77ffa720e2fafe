import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Tabs } from "../../components/Tabs";
import { AsideRules } from "./AsideRules";
import { Frame } from "./Frame";
import { LessonsView } from "./LessonsView";
import { useRoomStyles } from "./styles";

const kinds = ["rules", "learned"] as const;

/** RulesView shows what decides by itself: the rules about what is set aside and, to managers, what was learned. */
export function RulesView() {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const id = useId();
  const [kind, setKind] = useState<(typeof kinds)[number]>("rules");
  const live = useLive(api.AsideRules, (event) => event.kind === "processing" || event.kind === "account");
  return (
    <Frame view="rules">
      <section className={room.pane} aria-label={t("processing:views.rules")}>
        {live.value?.managers && (
          <div className={room.bar}>
            <Tabs id={id} label={t("processing:views.rules")} tabs={kinds} nameOf={(k) => t(`processing:asideRules.tab.${k}`)} here={kind} choose={setKind} />
          </div>
        )}
        {live.problem && (
          <div className={room.notice} role="alert">
            <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />
          </div>
        )}
        <div id={`${id}panel`} {...(live.value?.managers && { role: "tabpanel", "aria-labelledby": `${id}${kind}` })} style={{ display: "contents" }}>
          {live.value && (kind === "learned" && live.value.managers ? <LessonsView /> : <AsideRules all={live.value} />)}
        </div>
      </section>
    </Frame>
  );
}
