import { Button } from "@fluentui/react-components";
import { CheckmarkCircleRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { usePages } from "../../backend/pages";
import type { WorkItem, WorkPage } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Grid } from "../documents/Grid";
import { SplitView, useSplit } from "../documents/split";
import { Frame } from "./Frame";
import { myWork } from "./lists";
import { shapes } from "./ListView";
import { MailPane } from "./MailPane";
import { MailCells } from "./MailTable";
import { goView, isTalk } from "./places";
import { useRoomStyles } from "./styles";
import { useAway } from "./away";
import { TalkCells, TalkHead, useTalkStyles } from "./TalkCells";
import { TalkPane } from "./TalkPane";
import { useFix } from "./useFix";

const counted = ["overdue", "today", "unread", "assigned", "free"] as const;

/** WorkView is what the person has to do, the most urgent first. */
export function WorkView() {
  const room = useRoomStyles();
  const styles = useTalkStyles();
  const { t } = useTranslation();
  const away = useAway();
  const pages = usePages<WorkItem, WorkPage>(myWork);
  const split = useSplit(pages);
  const { at, chosen, choose, table, close } = split;
  // What was read or settled leaves the list: the arrows go on from where it stood.
  const near = useRef(0);
  useEffect(() => {
    if (at >= 0) near.current = at;
  }, [at]);
  const settled = (): void => {
    if (split.asPage) close();
    table.current?.focus();
  };
  const accept = useFix((mail: string, nth: number) => api.AcceptSuggestion(mail, nth), undefined, settled);
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.target as HTMLElement).getAttribute("role") !== "grid" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (at < 0 && chosen && /^Arrow(Down|Up)$/.test(event.key)) choose(Math.max(0, Math.min(near.current - (event.key === "ArrowUp" ? 1 : 0), pages.total - 1)));
    else if (/^[1-3]$/.test(event.key)) {
      const mail = at >= 0 ? pages.row(at)?.mail : undefined;
      if (!mail?.candidates[Number(event.key) - 1] || accept.busy) return;
      void accept.run(mail.id, Number(event.key));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const page = pages.answer;
  const counts = page && { ...page.counts, free: page.counts.open };
  const pane = { id: chosen, page: split.asPage, close, title: split.title };
  const problem = pages.problem ?? accept.problem;
  return (
    <Frame view="work">
      <SplitView
        split={split}
        label={t("processing:views.work")}
        preview={chosen && !isTalk(chosen) ? <MailPane {...pane} known={at >= 0 ? pages.row(at)?.mail : undefined} fixed={settled} /> : <TalkPane {...pane} />}
      >
        {counts && pages.total > 0 && (
          <div className={room.bar} role="status">
            {counted.map(
              (what) =>
                counts[what] > 0 && (
                  <Badge key={what} tone={what === "overdue" ? "warning" : what === "unread" ? "brand" : "calm"}>
                    {t(`processing:talk.count.${what}`, { count: counts[what] })}
                  </Badge>
                ),
            )}
            {counts.attention > 0 && (
              <Button size="small" onClick={() => goView("list")}>
                {t("processing:talk.count.attention", { count: counts.attention })}
              </Button>
            )}
          </div>
        )}
        {problem && (
          <div className={room.notice} role="alert">
            <ProblemBox problem={problem} action={<AgainButton onClick={pages.reload} />} />
          </div>
        )}
        {pages.answered && pages.total === 0 && !pages.problem ? (
          <div className={room.empty}>
            <Empty
              icon={<CheckmarkCircleRegular />}
              title={t(page?.member ? "processing:talk.noWork" : "processing:talk.noMember")}
              text={t(page?.member ? "processing:talk.noWorkText" : "processing:talk.noMemberText")}
            />
          </div>
        ) : (
          <div style={{ display: "contents" }} onKeyDownCapture={onKeyDown}>
            <Grid
              handle={table}
              label={t("processing:views.work")}
              pages={shapes(pages)}
              height={56}
              columns={split.narrow ? styles.narrow : styles.wide}
              at={at}
              chosen={chosen}
              choose={choose}
              clickOpens={split.clickOpens}
              open={split.open}
              toggle={split.toggle}
              cells={({ conversation, mail, reasons }: WorkItem) =>
                conversation ? <TalkCells talk={conversation} work={reasons} away={away} /> : mail && <MailCells mail={mail} />
              }
              head={<TalkHead />}
            />
          </div>
        )}
      </SplitView>
    </Frame>
  );
}
