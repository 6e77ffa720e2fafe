import { Button, Checkbox, DrawerBody, makeStyles, mergeClasses, SearchBox, Select } from "@fluentui/react-components";
import { ArrowDownloadRegular, ArrowImportRegular, CheckmarkCircleRegular } from "@fluentui/react-icons";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { usePages } from "../../backend/pages";
import type { LearnedImported, LearnedOne, LearnedPage, LearnedWent } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox, Problems } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Switch } from "../../components/Switch";
import { useFormat } from "../../i18n/format";
import { Grid, type GridHandle, Head, useGridStyles } from "../documents/Grid";
import { useFind } from "../documents/split";
import { useLater } from "../documents/useLater";
import { ClientPicker, nameOf } from "./ClientPicker";
import { shapes } from "./ListView";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";

const useStyles = makeStyles({
  columns: { gridTemplateColumns: "minmax(0, 1.3fr) minmax(0, 1.3fr) 90px" },
  search: { flex: "1 1 160px", minWidth: 0, maxWidth: "none" },
  bar: { flex: "1 1 220px", minWidth: 0, maxWidth: "420px", "& select": { width: "100%", minWidth: 0 } },
  off: { textDecorationLine: "line-through" },
});

/** How sure it has to be, in words. */
const bars = [0.85, 0.93, 0.98, 1];

/** LessonsView lists what was learned from what people decided, and lets it be changed. */
export function LessonsView() {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { app, done } = useShell();
  const format = useFormat();
  const [text, setText] = useState("");
  const [typed, setTyped] = useLater(text, setText);
  const [words, setWords] = useState(false);
  const pages = usePages<LearnedOne, LearnedPage>(
    useMemo(() => ({ key: JSON.stringify([text, words]), ask: (offset, limit) => api.Learned({ text, words, offset, limit }), idOf: (one) => one.id, kinds: ["processing"], pace: 1000 }), [text, words]),
  );
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState<string>();
  const [left, setLeft] = useState<LearnedImported>();
  const table = useRef<GridHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  useFind(() => search.current?.focus());
  const page = pages.answer;
  const learn = useFix((on: boolean) => api.SwitchLearning(on), t("processing:lessons.changed"), pages.reload);
  const bar = useFix((value: number) => api.SetBar(value), t("processing:lessons.changed"), pages.reload);
  const save = useAction(async () => {
    const to = await api.SaveLearned();
    if (to) done(t("documents:file.saved", { path: to }));
  });
  const bring = useAction(async () => {
    const v = await api.ImportLearned();
    if (v.cancelled) return;
    setLeft(v);
    pages.reload();
  });
  const show = useCallback(
    (index: number) => {
      setAt(index);
      const one = pages.row(index);
      if (one) setOpen(one.id);
    },
    [pages],
  );
  const shown = at >= 0 ? pages.row(at) : undefined;
  const none = pages.answered && pages.total === 0 && !pages.problem;
  const fixed = !app.access.may;
  const all = page && !bars.includes(page.bar) ? [...bars, page.bar].sort((a, b) => a - b) : bars;
  return (
    <>
      <div className={room.bar}>
        <Switch label={t("processing:lessons.on")} checked={page?.on ?? false} disabled={fixed || !page || learn.busy} onChange={(_, data) => void learn.run(data.checked)} />
        <Select className={styles.bar} aria-label={t("processing:lessons.bar")} value={String(page?.bar ?? 0.93)} disabled={fixed || !page?.on || bar.busy} onChange={(_, data) => void bar.run(Number(data.value))}>
          {all.map((value) => (
            <option key={value} value={value}>
              {t(`processing:lessons.${value === 1 ? "never" : value === 0.93 ? "usual" : value > 0.93 ? "careful" : "bold"}`, { percent: format.number(Math.round(value * 100)) })}
            </option>
          ))}
        </Select>
        <Button icon={<ArrowImportRegular />} disabledFocusable={fixed || bring.busy} onClick={() => void bring.run()}>
          {t("processing:import.button")}
        </Button>
        <Button icon={<ArrowDownloadRegular />} disabledFocusable={save.busy || !page || page.all === 0} onClick={() => void save.run()}>
          {t("processing:clients.export")}
        </Button>
      </div>
      <div className={room.bar} role="search">
        <SearchBox ref={search} className={styles.search} aria-label={t("processing:lessons.search")} placeholder={t("processing:lessons.search")} aria-keyshortcuts="Control+F" value={typed} onChange={(_, data) => setTyped(data.value)} />
        <Checkbox label={t("processing:lessons.words")} checked={words} onChange={(_, data) => setWords(data.checked === true)} />
        <span className={room.small} role="status">
          {pages.answered && t("processing:lessons.count", { count: pages.total })}
        </span>
      </div>
      {left && (
        <div className={room.notice} role="status">
          <p className={room.text}>{t("processing:lessons.imported", { added: format.number(left.added), updated: format.number(left.updated), unchanged: format.number(left.unchanged) })}</p>
          {left.leftAll > 0 && <p className={mergeClasses(room.text, room.warn)}>{t("processing:lessons.left", { count: left.leftAll })}</p>}
          <ul className={room.list}>
            {left.left.slice(0, 5).map((line) => (
              <li key={line.line} className={room.small}>
                {line.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Problems list={[pages.problem, learn.problem, bar.problem, save.problem, bring.problem]} className={room.notice} action={<AgainButton onClick={pages.reload} />} />
      {none ? (
        <div className={room.empty}>
          <Empty icon={<CheckmarkCircleRegular />} title={t(text ? "processing:lessons.noneFit" : "processing:lessons.none")} text={t(text ? "processing:nothing.clientText" : "processing:lessons.noneText")} />
        </div>
      ) : (
        <Grid
          handle={table}
          label={t("processing:asideRules.tab.learned")}
          pages={shapes(pages)}
          height={48}
          columns={styles.columns}
          at={at}
          chosen={shown?.id ?? ""}
          choose={setAt}
          open={show}
          clickOpens
          toggle={() => at >= 0 && show(at)}
          cells={(one: LearnedOne) => <Cells one={one} />}
          head={
            <>
              <Head>{t("processing:lessons.value")}</Head>
              <Head>{t("processing:lessons.goes")}</Head>
              <Head>{t("processing:lessons.last")}</Head>
            </>
          }
        />
      )}
      {open && shown && shown.id === open && <Lesson one={shown} fixed={fixed} close={() => setOpen(undefined)} changed={pages.reload} />}
    </>
  );
}

/** wentOf says who got mails, and how many. */
function useWent(): (went: LearnedWent) => string {
  const { t } = useTranslation();
  return (w) => t("processing:lessons.went", { count: w.given + w.used, client: w.client ? nameOf(w.client) : t("processing:states.aside") });
}

function Cells({ one }: { one: LearnedOne }) {
  const styles = useStyles();
  const common = useGridStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const went = useWent();
  const list = one.went.map(went).join(" · ");
  return (
    <>
      <div role="gridcell" className={common.cell} title={one.value}>
        <div className={mergeClasses(common.cell, common.strong, !one.on && styles.off)}>{one.value}</div>
        <div className={mergeClasses(common.cell, common.small)}>
          {t(`processing:lessons.kind.${one.kind}`)}
          {!one.on && ` · ${t("processing:lessons.isOff")}`}
        </div>
      </div>
      <div role="gridcell" className={common.cell} title={list}>
        {list}
      </div>
      <div role="gridcell" className={mergeClasses(common.cell, common.small)}>
        {one.last && format.brief(one.last)}
      </div>
    </>
  );
}

/** Lesson is one thing that was learned: it can be switched off, corrected and forgotten. */
function Lesson({ one, fixed, close, changed }: { one: LearnedOne; fixed: boolean; close: () => void; changed: () => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const went = useWent();
  const then = (): void => {
    changed();
    close();
  };
  const said = t("processing:lessons.changed");
  const turn = useFix((on: boolean) => api.SwitchLesson(one.id, on), said, changed);
  const forget = useFix(() => api.ForgetLesson(one.id), t("processing:lessons.forgotten"), then);
  const edit = useFix((client: string) => api.EditLesson(one.id, client), said, then);
  const problem = turn.problem ?? forget.problem ?? edit.problem;
  return (
    <SidePanel title={one.value} close={close}>
      <DrawerBody>
        <div className={room.form}>
          <div>
            <Badge>{t(`processing:lessons.kind.${one.kind}`)}</Badge>
          </div>
          <ul className={room.list}>
            {one.went.map((w) => (
              <li key={w.client?.id ?? ""}>
                {went(w)}
                {w.wrong > 0 && <span className={room.warn}> · {t("processing:lessons.wrong", { count: w.wrong })}</span>}
              </li>
            ))}
          </ul>
          <Switch label={t("processing:lessons.counts")} checked={one.on} disabled={fixed || turn.busy} onChange={(_, data) => void turn.run(data.checked)} />
          <div className={room.buttons}>
            <Button disabledFocusable={fixed || forget.busy} onClick={() => void forget.run()}>
              {t("processing:lessons.forget")}
            </Button>
          </div>
          {problem && (
            <div role="alert">
              <ProblemBox problem={problem} />
            </div>
          )}
          {!fixed && (
            <>
              <p className={mergeClasses(room.text, room.strong)}>{t("processing:lessons.edit")}</p>
              <ClientPicker lazy focus={false} choose={(client) => void edit.run(client.id)} />
            </>
          )}
        </div>
      </DrawerBody>
    </SidePanel>
  );
}
