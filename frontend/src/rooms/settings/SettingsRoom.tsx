import { Button, makeStyles } from "@fluentui/react-components";
import {
  AlertUrgentRegular,
  BugRegular,
  ColorRegular,
  GlobeRegular,
  HardDriveRegular,
  InfoRegular,
  MailErrorRegular,
  MailInboxRegular,
  PersonProhibitedRegular,
  PowerRegular,
  ShieldKeyholeRegular,
  TimerRegular,
  WindowRegular,
} from "@fluentui/react-icons";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go, useRoute } from "../../app/route";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Settings } from "../../backend/types";
import { Card, Page } from "../../components/Page";
import { AgainButton, Problems } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { ClientTree } from "./ClientTree";
import { Destination } from "./Destination";
import { DiagnosticsReport } from "./DiagnosticsReport";
import { Keeping } from "./Keeping";
import { Licences } from "./Licences";
import { Registration } from "./Registration";
import { Row, Section } from "./Row";
import { SearchIndex } from "./SearchIndex";
import { TimestampRow } from "./TimestampRow";
import { RadioRow, SelectRow, SettingsContext, SwitchRow } from "./values";
import { Verify } from "./Verify";

const useStyles = makeStyles({
  column: { maxWidth: "820px" },
  problem: { marginBottom: "16px" },
  lines: { display: "flex", flexDirection: "column", gap: "16px" },
});

/** SettingsRoom shows what a person can set, and what their organisation has set. */
export default function SettingsRoom() {
  const styles = useStyles();
  const { t } = useTranslation();
  const live = useLive(api.Settings, (event) => event.kind === "settings" || event.kind === "overview");
  const { value: settings, reload } = live;
  const context = useMemo(() => settings && { settings, reload }, [settings, reload]);
  return (
    <Page title={t("shell:room.settings")}>
      <div className={styles.column}>
        <Problems list={[live.problem, settings?.problem]} className={styles.problem} action={<AgainButton onClick={reload} busy={live.loading} />} />
        {!settings && !live.problem && <Loading />}
        {context && (
          <SettingsContext.Provider value={context}>
            <All {...context} />
          </SettingsContext.Provider>
        )}
      </div>
    </Page>
  );
}

/** How often new mail may be looked for, in seconds. */
const polls = [15, 30, 60, 120, 300];

function All({ settings, reload }: { settings: Settings; reload: () => void }) {
  const { t } = useTranslation();
  const { place } = useRoute();
  const { app } = useShell();
  const [panel, setPanel] = useState<"diagnostics" | "licences">();
  const close = (): void => {
    setPanel(undefined);
    if (place === "diagnostics") go("settings"); // so that the tray's menu can ask for it again
  };
  const about = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place === "diagnostics") setPanel(place);
    if (place === "about") about.current?.scrollIntoView();
  }, [place]);
  const every = (seconds: number): string =>
    seconds % 60 === 0 ? t("settings:poll.minutes", { count: seconds / 60 }) : t("settings:poll.seconds", { count: seconds });
  const poll = Number(settings.values.find((s) => s.name === "pollSeconds")?.value);
  const seconds = [...new Set([...polls, ...(Number.isInteger(poll) && poll > 0 ? [poll] : [])])].sort((a, b) => a - b);
  const languages = [{ value: "", label: t("settings:language.system") }, ...app.languages.map((l) => ({ value: l.code, label: l.name }))];
  return (
    <>
      <Section title={t("settings:section.where")} first>
        <Destination key={place} settings={settings} reload={reload} choosing={place === "chooseDestination"} />
        <ClientTree />
        <Verify last={settings.verified} now={place === "verify"} />
        <Keeping />
        <SearchIndex />
      </Section>
      <Section title={t("settings:section.general")}>
        <SelectRow name="language" icon={GlobeRegular} label={t("settings:language.label")} choices={languages} />
        <RadioRow
          name="appearance"
          icon={ColorRegular}
          label={t("settings:appearance.label")}
          choices={[
            { value: "system", label: t("settings:appearance.system") },
            { value: "light", label: t("settings:appearance.light") },
            { value: "dark", label: t("settings:appearance.dark") },
          ]}
        />
        <SwitchRow
          name="startAtLogin"
          icon={PowerRegular}
          label={t("settings:startAtLogin.label")}
          hint={settings.autostart ? t("settings:startAtLogin.hint") : t("settings:startAtLogin.unable")}
          disabled={!settings.autostart}
        />
        <SwitchRow
          name="closeToTray"
          icon={WindowRegular}
          label={t("settings:closeToTray.label")}
          hint={app.tray ? t("settings:closeToTray.hint") : t("settings:closeToTray.unable")}
          disabled={!app.tray}
        />
        <SelectRow
          name="pollSeconds"
          icon={TimerRegular}
          label={t("settings:poll.label")}
          hint={t("settings:poll.hint")}
          choices={seconds.map((s) => ({ value: String(s), label: every(s) }))}
        />
      </Section>
      <Section title={t("settings:section.notifications")}>
        <SwitchRow name="notifySignIn" icon={PersonProhibitedRegular} label={t("settings:notify.signIn")} hint={t("settings:notify.signInHint")} />
        <SwitchRow name="notifyDestination" icon={AlertUrgentRegular} label={t("settings:notify.destination")} hint={t("settings:notify.destinationHint")} />
        <SwitchRow name="notifyDiskFull" icon={HardDriveRegular} label={t("settings:notify.diskFull")} hint={t("settings:notify.diskFullHint")} />
        <SwitchRow name="notifyFailures" icon={MailErrorRegular} label={t("settings:notify.failures")} hint={t("settings:notify.failuresHint")} />
        <SwitchRow name="notifyWork" icon={MailInboxRegular} label={t("settings:notify.work")} hint={t("settings:notify.workHint")} />
      </Section>
      <Section title={t("settings:section.administrators")}>
        <Registration reload={reload} />
        <TimestampRow />
        <Row icon={BugRegular} label={t("settings:diagnostics.label")} hint={t("settings:diagnostics.hint")}>
          <Button onClick={() => setPanel("diagnostics")}>{t("settings:diagnostics.preview")}</Button>
        </Row>
        {settings.policyFile && <Row icon={ShieldKeyholeRegular} label={t("settings:policy.label")} hint={settings.policyFile} />}
      </Section>
      <div ref={about} />
      <Section title={t("settings:section.about")}>
        <Row
          icon={InfoRegular}
          label={t("settings:about.version", { version: app.version })}
          hint={t("settings:about.data", { path: app.dataFolder })}
        >
          <Button onClick={() => setPanel("licences")}>{t("settings:licences.label")}</Button>
        </Row>
      </Section>
      {panel === "diagnostics" && (
        <SidePanel title={t("settings:diagnostics.label")} close={close}>
          <DiagnosticsReport close={close} />
        </SidePanel>
      )}
      {panel === "licences" && (
        <SidePanel title={t("settings:licences.label")} close={close}>
          <Licences />
        </SidePanel>
      )}
    </>
  );
}

/** Loading shows the shape of what comes. */
function Loading() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Skeleton aria-label={t("shell:loading")} className={styles.lines}>
      {[2, 5, 4].map((rows, i) => (
        <Card key={i}>
          <div className={styles.lines}>
            {Array.from({ length: rows }, (_, row) => (
              <SkeletonItem key={row} size={32} />
            ))}
          </div>
        </Card>
      ))}
    </Skeleton>
  );
}
