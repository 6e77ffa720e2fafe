import { Button, Field, Input, Link, makeStyles, mergeClasses, Select, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular, DismissRegular, MailMultipleRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Conversation } from "../../backend/types";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { PreviewPane } from "../documents/PreviewPane";
import { statusBeside, useAway, useStatus } from "./away";
import { standings } from "./lists";
import { goTalk } from "./places";
import { useRoomStyles } from "./styles";
import { TalkEntries } from "./TalkEntries";
import { useFix } from "./useFix";

const useStyles = makeStyles({
  facts: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)",
    alignItems: "start",
    gap: "4px 12px",
    flexShrink: 0,
    padding: "8px 16px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    "& select, & .fui-Input": { width: "100%", minWidth: 0 },
    "& label": { fontSize: "12px", lineHeight: "16px" },
  },
  why: { alignSelf: "end", padding: "0 0 4px" },
});

/** What was begun to be written, by conversation: going to another one loses nothing. */
const drafts = new Map<string, string>();

/** Entries that are shown at once. */
const most = 100;

/** A conversation counts as read when it was shown for so long, in milliseconds. */
const glance = 1000;

interface Props {
  id: string;
  /** It takes the whole room. */
  page: boolean;
  close: () => void;
  title: RefObject<HTMLHeadingElement | null>;
}

/** TalkPane shows one conversation, or a mail of it. */
export function TalkPane(props: Props) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { id, title } = props;
  const [mail, setMail] = useState({ of: "", id: "" });
  const shown = mail.of === id ? mail.id : "";
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) title.current?.focus();
    moved.current = false;
  }, [shown, title]);
  const show = (next: string): void => {
    moved.current = true;
    setMail({ of: id, id: next });
  };
  if (shown) return <PreviewPane id={shown} known={undefined} page back={t("processing:talk.back")} close={() => show("")} jump={show} title={title} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    props.close();
  };
  return (
    <section aria-label={t("processing:talk.pane")} className={room.pane} onKeyDown={onKeyDown}>
      {id ? <Shown key={id} {...props} show={show} /> : <Empty icon={<MailMultipleRegular />} title={t("processing:talk.noneChosen")} text={t("processing:talk.noneChosenText")} />}
    </section>
  );
}

function Shown({ id, page, close, title, show }: Props & { show: (mail: string) => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const away = useAway();
  const [from, setFrom] = useState(-1);
  const live = useLive(
    useCallback(() => api.Conversation(id, from, most), [id, from]),
    (event) => event.kind === "processing" || (event.kind === "talk" && event.id === id),
  );
  const view = live.value;
  const talk = view?.conversation;
  const number = from < 0 && talk && talk.unread > 0 ? view.number : 0;
  useEffect(() => {
    if (number === 0) return undefined;
    let timer = 0;
    // What stands in a hidden window is not read. If it can't be kept it stays unread, and is told again.
    const look = (): void => {
      window.clearTimeout(timer);
      if (!document.hidden) timer = window.setTimeout(() => void api.ReadConversation(id, number).catch(() => undefined), glance);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [id, number]);
  const label = t(page ? "shell:back" : "shell:close");
  return (
    <>
      <header className={room.paneHead}>
        {page && <Button appearance="subtle" icon={<ArrowLeftRegular />} aria-label={label} title={label} onClick={close} />}
        <div className={room.paneTop}>
          <h2 ref={title} tabIndex={-1} className={room.paneTitle}>
            {talk ? talk.subject || t("documents:noSubject") : t(live.problem ? "processing:talk.pane" : "shell:loading")}
          </h2>
          {talk?.client && (
            <p className={room.small}>
              <Link as="button" inline title={t("processing:talk.ofClient", { client: talk.client.name })} style={{ fontSize: "12px", textAlign: "left" }} onClick={() => goTalk(id, talk.client?.id)}>
                {talk.client.name}
              </Link>
              {" · "}
              {talk.people.map((name) => away(name)).join(", ")}
            </p>
          )}
        </div>
        {!page && <Button appearance="subtle" icon={<DismissRegular />} aria-label={label} title={label} onClick={close} />}
      </header>
      {live.problem && (
        <div className={room.paneBody} role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />
        </div>
      )}
      {talk && <Facts talk={talk} close={close} />}
      {view && <TalkEntries key={from} view={view} most={most} go={setFrom} show={show} />}
      {talk && <Note id={id} />}
    </>
  );
}

/** Facts are what there is to decide about a conversation: whose turn it is, who is to see to it, and by when. */
function Facts({ talk, close }: { talk: Conversation; close: () => void }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const [day, setDay] = useState({ was: talk.due, now: talk.due });
  if (day.was !== talk.due) setDay({ was: talk.due, now: talk.due });
  const team = useLive(api.Team, (event) => event.kind === "processing");
  const members = team.value?.members ?? [];
  const status = useStatus();
  const set = useFix(async (state: string) => {
    await api.SetConversation(talk.id, state);
    return 0;
  });
  const assign = useFix(async (member: string) => {
    if (!(await api.AssignConversation(talk.id, member))) {
      close();
      done(t("processing:talk.givenAway"));
    }
    return 0;
  });
  const due = useFix(async (next: string) => {
    await api.DueConversation(talk.id, next);
    return 0;
  });
  const keep = (): void => {
    if (day.now !== talk.due && !due.busy) void due.run(day.now);
  };
  const problem = set.problem ?? assign.problem ?? due.problem;
  return (
    <div className={styles.facts}>
      <Field label={t("processing:talk.state")}>
        <Select size="small" value={talk.state} disabled={set.busy} onChange={(_, data) => void set.run(data.value)}>
          {standings.map((state) => (
            <option key={state} value={state}>
              {t(`processing:talk.is.${state}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("processing:talk.assigned")} hint={talk.assigned && status(talk.name, talk.assigned)}>
        <Select size="small" value={talk.assigned} disabled={assign.busy} onChange={(_, data) => void assign.run(data.value)}>
          <option value="">{t("processing:talk.nobody")}</option>
          {members.map((m) => (
            <option key={m.address} value={m.address}>
              {/* Whoever is chosen has it below, where there is room for all of it. */}
              {m.address === talk.assigned ? m.name : statusBeside(m.name, status(m.name, m.address))}
            </option>
          ))}
          {talk.assigned && !members.some((m) => m.address === talk.assigned) && <option value={talk.assigned}>{talk.name}</option>}
        </Select>
      </Field>
      <Field label={t("processing:talk.due")}>
        <Input size="small" type="date" min="2000-01-01" max="2199-12-31" value={day.now} onChange={(_, data) => setDay({ was: talk.due, now: data.value })} onBlur={keep} onKeyDown={(event) => event.key === "Enter" && keep()} />
      </Field>
      <p className={mergeClasses(room.small, styles.why, talk.overdue && room.warn)} role="status">
        {talk.overdue && `${t("processing:talk.late")} · `}
        {talk.why}
      </p>
      {problem && <ProblemBox problem={problem} />}
    </div>
  );
}

/** Note writes what only colleagues see. */
function Note({ id }: { id: string }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const [text, setText] = useState(drafts.get(id) ?? "");
  const write = (next: string): void => {
    drafts.set(id, next);
    setText(next);
  };
  const save = useFix(
    async () => {
      await api.NoteConversation(id, text);
      return 0;
    },
    t("processing:talk.noted"),
    () => write(""),
  );
  const ready = text.trim() !== "" && !save.busy;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (ready) void save.run();
    }
  };
  return (
    <div className={room.paneFoot} style={{ gap: "8px" }}>
      {save.problem && <ProblemBox problem={save.problem} />}
      <textarea className={room.lines} rows={2} aria-label={t("processing:talk.note")} placeholder={t("processing:talk.note")} value={text} onChange={(event) => write(event.target.value)} onKeyDown={onKeyDown} />
      <div className={room.buttons}>
        <Button size="small" disabledFocusable={!ready} title="Ctrl+Enter" onClick={() => ready && void save.run()}>
          {t("processing:talk.saveNote")}
        </Button>
        <span className={room.small}>{t("processing:talk.onlyUs")}</span>
      </div>
    </div>
  );
}
