import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, tokens } from "@fluentui/react-components";
import { ShieldCheckmarkRegular, ShieldErrorRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Verification } from "../../backend/types";
import { ProgressBar } from "../../components/ProgressBar";
import { useFormat } from "../../i18n/format";
import { Row } from "./Row";
import { useProgress } from "./useProgress";

const useStyles = makeStyles({
  title: { margin: "8px 0 4px", fontSize: "12px", lineHeight: "16px", fontWeight: tokens.fontWeightSemibold },
  list: {
    listStyleType: "none",
    margin: 0,
    padding: "8px 12px",
    maxHeight: "160px",
    overflowY: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: "12px",
    lineHeight: "18px",
    overflowWrap: "anywhere",
  },
});

interface Props {
  /** What the last check found. */
  last: Verification;
  /** The person came to have everything checked. */
  now: boolean;
}

/** Verify holds all documents against the register, and says what was found. */
export function Verify({ last, now }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { done } = useShell();
  const [found, setFound] = useState<Verification>();
  const [progress, clear] = useProgress("verify");
  const check = useAction(async () => {
    clear();
    setFound(await api.Verify());
  });
  const save = useAction(async (as: string) => {
    const path = await api.SaveReport(as);
    if (path) done(t("keep:reportSaved", { path }));
  });
  const begun = useRef(false);
  const { run } = check;
  const start = useCallback(() => void run(), [run]);
  useEffect(() => {
    if (!now || begun.current) return;
    begun.current = true;
    start();
  }, [now, start]);
  const v = found ?? last;
  const bad = v.time !== "" && !v.sound;
  const lists = [
    ["changed", v.changed],
    ["missing", v.missing],
    ["unregistered", v.unregistered],
  ] as const;
  const said = check.busy
    ? progress && progress.total > 0
      ? t("settings:verify.progress", { count: progress.done, total: format.number(progress.total) })
      : t("settings:verify.begins")
    : v.time === ""
      ? t("settings:verify.never")
      : bad
        ? t("settings:verify.bad", { count: v.checked, time: format.fresh(v.time) })
        : t("settings:verify.good", { count: v.ok, time: format.fresh(v.time) });
  return (
    <Row
      icon={bad ? ShieldErrorRegular : ShieldCheckmarkRegular}
      label={t("settings:verify.label")}
      hint={<span role="status">{said}</span>}
      problem={check.problem?.code === "interrupted" ? save.problem : (check.problem ?? save.problem)}
      below={
        check.busy ? (
          <ProgressBar
            aria-label={t("settings:verify.label")}
            {...(progress && progress.total > 0 ? { value: progress.done / progress.total } : {})}
          />
        ) : bad && (v.chain !== "intact" || lists.some(([, files]) => files.length > 0)) ? (
          <>
            {v.chain !== "intact" && <p className={styles.title}>{t("settings:verify.chain", { where: v.chain })}</p>}
            {lists.map(
              ([what, files]) =>
                files.length > 0 && (
                  <div key={what}>
                    <h3 className={styles.title}>{t(`settings:verify.${what}`, { count: files.length })}</h3>
                    <ul className={styles.list} tabIndex={0}>
                      {files.map((file) => (
                        <li key={file}>{file}</li>
                      ))}
                    </ul>
                  </div>
                ),
            )}
          </>
        ) : undefined
      }
    >
      {check.busy ? (
        <Button onClick={() => void api.Cancel("verify").catch(() => undefined)}>{t("settings:stop")}</Button>
      ) : (
        <>
          {v.reportable && (
            <Menu>
              <MenuTrigger disableButtonEnhancement>
                <Button disabledFocusable={save.busy}>{t("keep:report")}</Button>
              </MenuTrigger>
              <MenuPopover>
                <MenuList>
                  {(["html", "json"] as const).map((as) => (
                    <MenuItem key={as} onClick={() => void save.run(as)}>
                      {t(`keep:reportAs.${as}`)}
                    </MenuItem>
                  ))}
                </MenuList>
              </MenuPopover>
            </Menu>
          )}
          <Button onClick={start}>{t("settings:verify.now")}</Button>
        </>
      )}
    </Row>
  );
}
