import { Button, Checkbox, Field, Input, makeStyles, Select, tokens } from "@fluentui/react-components";
import { CalendarClockRegular } from "@fluentui/react-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { Keeping as Kept, KeptMailbox } from "../../backend/types";
import { ProgressBar } from "../../components/ProgressBar";
import { useFormat } from "../../i18n/format";
import { Row } from "./Row";
import { useProgress } from "./useProgress";

const useStyles = makeStyles({
  mailbox: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "8px 12px", padding: "6px 0" },
  rule: { flex: "1 1 260px", minWidth: 0, "& select": { width: "100%", minWidth: 0 } },
  years: { width: "90px" },
  note: { margin: "4px 0", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  list: {
    listStyleType: "none",
    margin: "8px 0",
    padding: "8px 12px",
    maxHeight: "160px",
    overflowY: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontSize: "12px",
    lineHeight: "18px",
    overflowWrap: "anywhere",
  },
  sure: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "8px 12px" },
});

/** Keeping says how long documents are kept and what may go, and deletes that when it is asked to. */
export function Keeping() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const live = useLive(api.Keeping, (event) => event.kind === "documents" || event.kind === "account");
  const k = live.value;
  const hint = k && (k.total > 0 ? t("keep:mayGo", { count: k.total }) : t("keep:nothing"));
  return (
    <Row
      icon={CalendarClockRegular}
      label={t("keep:label")}
      hint={<span role="status">{hint}</span>}
      problem={live.problem}
      below={open && k && <Periods kept={k} reload={live.reload} />}
    >
      <Button aria-expanded={open} disabledFocusable={!k} onClick={() => setOpen(!open)}>
        {t(open ? "keep:close" : "keep:open")}
      </Button>
    </Row>
  );
}

function Periods({ kept, reload }: { kept: Kept; reload: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.note}>{t("keep:text")}</p>
      {kept.mailboxes.map((m) => (
        <Period key={`${m.mailbox} ${m.rule} ${m.years} ${m.yearEnd}`} mailbox={m} kept={kept} reload={reload} />
      ))}
      {kept.mailboxes.length === 0 && <p className={styles.note}>{t("keep:none")}</p>}
      {kept.total > 0 && <Due kept={kept} reload={reload} />}
    </>
  );
}

function Period({ mailbox: m, kept, reload }: { mailbox: KeptMailbox; kept: Kept; reload: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { app } = useShell();
  const [rule, setRule] = useState(m.rule);
  const [years, setYears] = useState(String(m.years || 10));
  const [yearEnd, setYearEnd] = useState(m.rule === "own" ? m.yearEnd : true);
  const n = Number(years);
  const right = Number.isInteger(n) && n >= 1 && n <= 100;
  const set = useAction(async (next: string) => {
    await api.SetKeeping(m.mailbox, next, next === "own" ? n : 0, next === "own" && yearEnd);
    reload();
  });
  return (
    <div className={styles.mailbox} role="group" aria-label={m.mailbox}>
      <Field
        className={styles.rule}
        size="small"
        label={m.mailbox}
        {...(set.problem ? { validationMessage: set.problem.message } : {})}
      >
        <Select
          value={rule}
          disabled={!app.access.may}
          onChange={(_, data) => {
            setRule(data.value);
            if (data.value !== "own") void set.run(data.value);
          }}
        >
          <option value="">{t("keep:forever")}</option>
          {kept.presets.map((p) => (
            <option key={p.name} value={p.name}>
              {p.about}
            </option>
          ))}
          <option value="own">{t("keep:own")}</option>
        </Select>
      </Field>
      {rule === "own" && (
        <>
          <Field size="small" label={t("keep:years")} {...(right ? {} : { validationMessage: t("keep:yearsWrong") })}>
            <Input className={styles.years} inputMode="numeric" value={years} onChange={(_, data) => setYears(data.value)} />
          </Field>
          <Checkbox label={t("keep:yearEnd")} checked={yearEnd} onChange={(_, data) => setYearEnd(data.checked === true)} />
          <Button disabled={!right || set.busy || !app.access.may} onClick={() => void set.run("own")}>
            {t("keep:set")}
          </Button>
        </>
      )}
    </div>
  );
}

/** Due lists the mails whose period is over. Who deletes them types how many they are. */
function Due({ kept, reload }: { kept: Kept; reload: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { app, done } = useShell();
  const title = useId();
  const [typed, setTyped] = useState("");
  const [progress, clear] = useProgress("delete");
  const remove = useAction(async () => {
    clear();
    const n = await api.DeleteDue(kept.total);
    setTyped("");
    done(t("keep:deleted", { count: n }));
    reload();
  });
  const sure = typed.trim() === String(kept.total);
  return (
    <>
      <p id={title} className={styles.note}>
        {t("keep:list", { count: kept.total })}
      </p>
      <ul className={styles.list} tabIndex={0} aria-labelledby={title}>
        {kept.due.map((d) => (
          <li key={d.id}>{t("keep:one", { until: format.day(d.until), from: d.from, subject: d.subject })}</li>
        ))}
        {kept.total > kept.due.length && <li>{t("keep:more", { count: kept.total - kept.due.length })}</li>}
      </ul>
      <div className={styles.sure}>
        <Field
          size="small"
          label={t("keep:type", { number: String(kept.total) })}
          {...(remove.problem ? { validationMessage: remove.problem.message } : {})}
        >
          <Input inputMode="numeric" value={typed} disabled={remove.busy || !app.access.may} onChange={(_, data) => setTyped(data.value)} />
        </Field>
        <Button disabled={!sure || remove.busy || !app.access.may} onClick={() => void remove.run()}>
          {t("keep:delete", { count: kept.total })}
        </Button>
        {remove.busy && (
          <Button onClick={() => void api.Cancel("delete").catch(() => undefined)}>{t("settings:stop")}</Button>
        )}
      </div>
      {remove.busy && (
        <ProgressBar aria-labelledby={title} {...(progress && progress.total > 0 ? { value: progress.done / progress.total } : {})} />
      )}
    </>
  );
}
