import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  tokens,
  Tooltip,
} from "@fluentui/react-components";
import { PauseRegular, PlayRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { api } from "../backend/api";
import { useAction } from "../backend/live";
import type { Overview } from "../backend/types";
import { StateIcon } from "../components/State";
import { type Format, useFormat } from "../i18n/format";
import { useShell } from "./context";

const narrow = "@media (max-width: 999px)";

const useStyles = makeStyles({
  corner: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    minHeight: "64px",
    padding: "8px 0 8px 11px",
    boxSizing: "border-box",
    borderTop: `1px solid ${tokens.colorNeutralStroke1}`,
    [narrow]: { flexDirection: "column", justifyContent: "center", gap: "4px", padding: "8px 0" },
  },
  words: { flex: "1 1 auto", minWidth: 0, fontSize: "12px", lineHeight: "16px", [narrow]: { display: "none" } },
  state: { fontWeight: tokens.fontWeightSemibold },
  since: { color: tokens.colorNeutralForeground2 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

type Translate = ReturnType<typeof useTranslation>["t"];

/** sinceOf is the line below the state: until when, how many left, or when it was checked last. */
function sinceOf(o: Overview, t: Translate, format: Format): string {
  if ((o.state === "paused" || o.state === "waiting") && o.until) return t("shell:until", { time: format.fresh(o.until) });
  if (o.state === "paused") return t("shell:untilResumed");
  if (o.state === "working" && o.left > 0) return t("shell:left", { count: o.left });
  return o.checked ? t("shell:checked", { time: format.fresh(o.checked) }) : t("shell:notChecked");
}

/** StatusCorner shows the worst state of all parts, and lets the person pause. */
export function StatusCorner({ compact }: { compact: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { overview, done } = useShell();
  const act = useAction(async (until: "1h" | "tomorrow" | "" | null) => {
    await (until !== null ? api.Pause(until) : api.Resume());
    overview.reload();
    done(until !== null ? t("shell:pauseDone") : t("shell:resumeDone"));
  });
  const o = overview.value;
  if (!o) return null;
  const state = o.short;
  const since = act.problem ? act.problem.message : sinceOf(o, t, format);
  const mark = <StateIcon state={o.state} />;
  return (
    <div className={styles.corner} role="group" aria-label={t("shell:stateOfAll")}>
      {compact ? (
        <Tooltip content={`${state}. ${since}`} relationship="label" positioning="after">
          <span role="img" tabIndex={0}>
            {mark}
          </span>
        </Tooltip>
      ) : (
        mark
      )}
      <div className={styles.words} role="status">
        <div className={styles.state}>{state}</div>
        <div className={mergeClasses(styles.since, act.problem && styles.bad)}>{since}</div>
      </div>
      {o.state === "paused" ? (
        <Tooltip content={t("shell:resume")} relationship="label">
          <Button appearance="subtle" icon={<PlayRegular />} disabledFocusable={act.busy} onClick={() => void act.run(null)} />
        </Tooltip>
      ) : (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Tooltip content={t("shell:pause")} relationship="label">
              <Button appearance="subtle" icon={<PauseRegular />} disabledFocusable={act.busy} />
            </Tooltip>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => void act.run("1h")}>{t("shell:pauseFor.hour")}</MenuItem>
              <MenuItem onClick={() => void act.run("tomorrow")}>{t("shell:pauseFor.tomorrow")}</MenuItem>
              <MenuItem onClick={() => void act.run("")}>{t("shell:pauseFor.resume")}</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </div>
  );
}
