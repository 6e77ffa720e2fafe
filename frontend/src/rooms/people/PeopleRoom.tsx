import { makeStyles, mergeClasses } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { go, useRoute } from "../../app/route";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import { Page } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Tabs } from "../../components/Tabs";
import { ContactsView } from "./ContactsView";
import { FeaturesView } from "./FeaturesView";
import { TodayView } from "./TodayView";
import { UsersView } from "./UsersView";

const useStyles = makeStyles({
  tabs: { flexShrink: 0, marginBottom: "12px", marginLeft: "-12px" },
  panel: { display: "flex", flexDirection: "column", flex: "1 1 auto", minHeight: 0 },
  scroll: { display: "block", overflowY: "auto", "@media (max-width: 640px), (max-height: 479px)": { overflowY: "visible" } },
});

const tabs = ["today", "users", "contacts", "features"] as const;

/** PeopleRoom shows who is there, who works in the organisation, whom one knows, and what is read of them. */
export default function PeopleRoom() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { place } = useRoute();
  const here = tabs.find((tab) => tab === place) ?? "today";
  const live = useLive(api.People, (event) => event.kind === "account" || event.kind === "presence");
  return (
    <Page still title={t("shell:room.people")}>
      <div className={styles.tabs}>
        <Tabs large id="people" label={t("people:tabs")} tabs={tabs} nameOf={(tab) => t(`people:tab.${tab}`)} here={here} choose={(tab) => go("people", tab === "today" ? "" : tab)} />
      </div>
      {live.problem && (
        <div role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} busy={live.loading} />} />
        </div>
      )}
      <div role="tabpanel" id="peoplepanel" aria-labelledby={`people${here}`} className={mergeClasses(styles.panel, (here === "today" || here === "features") && styles.scroll)}>
        {live.value && here === "today" && <TodayView accounts={live.value} />}
        {live.value && here === "users" && <UsersView accounts={live.value} />}
        {live.value && here === "contacts" && <ContactsView accounts={live.value} />}
        {live.value && here === "features" && <FeaturesView accounts={live.value} changed={live.reload} />}
      </div>
    </Page>
  );
}
