import { Button, Select } from "@fluentui/react-components";
import { DismissRegular, MailMultipleRegular, SearchRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import { usePages } from "../../backend/pages";
import type { Conversation, ConversationPage } from "../../backend/types";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Tabs } from "../../components/Tabs";
import { useFormat } from "../../i18n/format";
import { Grid } from "../documents/Grid";
import { SplitView, useSplit } from "../documents/split";
import { ClientPicker } from "./ClientPicker";
import { Frame } from "./Frame";
import { standings, talksOf } from "./lists";
import { shapes } from "./ListView";
import { goTalk } from "./places";
import { useRoomStyles } from "./styles";
import { useAway } from "./away";
import { TalkCells, TalkHead, useTalkStyles } from "./TalkCells";
import { TalkPane } from "./TalkPane";
import { dayIn } from "./words";

const tabs = ["all", ...standings] as const;

/** What a day may be, by how many days ahead it is. */
const dues = { late: -1, today: 0, week: 7 };
const none = { state: "open" as (typeof tabs)[number], who: "", due: "" as keyof typeof dues | "", read: "" };

/** TalksView lists the conversations with clients. */
export function TalksView({ chosen, client }: { chosen: string; client: string }) {
  const room = useRoomStyles();
  const styles = useTalkStyles();
  const { t } = useTranslation();
  const away = useAway();
  const format = useFormat();
  const id = useId();
  const [wish, setWish] = useState(none);
  const [picking, setPicking] = useState(false);
  const { state, who, due, read } = wish;
  const question = useMemo(
    () => talksOf({ state: state === "all" ? "" : state, client, assigned: who === "me" ? "" : who, mine: who === "me", dueBy: due && dayIn(dues[due]), unread: read !== "" }),
    [state, client, who, due, read],
  );
  const pages = usePages<Conversation, ConversationPage>(question);
  const split = useSplit(pages, useCallback(() => goTalk("", client), [client]));
  const { show, table } = split;
  useEffect(() => {
    if (chosen) show(chosen);
  }, [chosen, show]);
  const team = useLive(api.Team, (event) => event.kind === "processing");
  const named = useLive(useCallback(() => (client ? api.Client(client) : Promise.resolve(undefined)), [client]));
  const counts = pages.answer?.counts;
  const change = (part: Partial<typeof none>): void => {
    setWish((was) => ({ ...was, ...part }));
    table.current?.top();
  };
  const filter = (label: string, value: string, choose: (value: string) => void, options: [string, string][]) => (
    <Select className={room.filter} size="small" aria-label={label} value={value} onChange={(_, data) => choose(data.value)}>
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </Select>
  );
  const problem = pages.problem ?? named.problem;
  return (
    <Frame view="talks">
      <SplitView
        split={split}
        label={t("processing:views.talks")}
        preview={<TalkPane id={split.chosen} page={split.asPage} close={split.close} title={split.title} />}
      >
        <div className={room.bar}>
          <Tabs
            id={id}
            label={t("processing:talk.state")}
            tabs={tabs}
            here={state}
            choose={(next) => change({ state: next })}
            nameOf={(s) => {
              const n = s === "all" ? 0 : (counts?.[s] ?? 0);
              return n > 0 ? `${t(`processing:talk.is.${s}`)} ${format.number(n)}` : t(`processing:talk.is.${s}`);
            }}
          />
          <div className={room.filters}>
            {filter(t("processing:talk.assigned"), who, (next) => change({ who: next }), [
              ["", t("processing:talk.anybody")],
              ["me", t("processing:talk.mine")],
              ["nobody", t("processing:talk.nobody")],
              ...(team.value?.members ?? []).map((m): [string, string] => [m.address, m.name]),
            ])}
            {filter(t("processing:talk.due"), due, (next) => change({ due: next as typeof due }), [
              ["", t("processing:talk.anyDay")],
              ...Object.keys(dues).map((key): [string, string] => [key, t(`processing:talk.by.${key}`)]),
            ])}
            {filter(t("processing:talk.read"), read, (next) => change({ read: next }), [
              ["", t("processing:talk.readOrNot")],
              ["unread", t("processing:talk.unread")],
            ])}
            {client ? (
              <Button size="small" icon={<DismissRegular />} iconPosition="after" title={t("processing:clients.all")} onClick={() => goTalk()}>
                {named.value?.name ?? t("processing:talk.client")}
              </Button>
            ) : (
              <Button size="small" appearance="subtle" icon={<SearchRegular />} aria-expanded={picking} onClick={() => setPicking(!picking)}>
                {t("processing:talk.client")}
              </Button>
            )}
          </div>
        </div>
        {picking && !client && (
          <div className={room.notice}>
            <ClientPicker
              lazy
              choose={(c) => {
                setPicking(false);
                goTalk("", c.id);
              }}
            />
          </div>
        )}
        <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${state}`} style={{ display: "contents" }}>
          {problem && (
            <div className={room.notice} role="alert">
              <ProblemBox problem={problem} action={<AgainButton onClick={pages.reload} />} />
            </div>
          )}
          {pages.answered && pages.total === 0 && !problem ? (
            <div className={room.empty}>
              <Empty
                icon={<MailMultipleRegular />}
                title={t("processing:talk.none")}
                text={t("processing:talk.noneText")}
                action={
                  (client || wish !== none) && (
                    <Button
                      onClick={() => {
                        setWish({ ...none, state: "all" });
                        goTalk();
                      }}
                    >
                      {t("documents:filter.clear")}
                    </Button>
                  )
                }
              />
            </div>
          ) : (
            <Grid
              handle={table}
              label={t("processing:views.talks")}
              pages={shapes(pages)}
              height={56}
              columns={split.narrow ? styles.narrow : styles.wide}
              at={split.at}
              chosen={split.chosen}
              choose={split.choose}
              clickOpens={split.clickOpens}
              open={split.open}
              toggle={split.toggle}
              cells={(talk: Conversation) => <TalkCells talk={talk} away={away} />}
              head={<TalkHead />}
            />
          )}
        </div>
      </SplitView>
    </Frame>
  );
}
