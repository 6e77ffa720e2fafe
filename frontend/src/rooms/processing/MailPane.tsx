import { Button, mergeClasses } from "@fluentui/react-components";
import { ArrowClockwiseRegular, ArrowLeftRegular, DismissRegular, MailMultipleRegular, MailReadRegular, MailRegular, MailSettingsRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type RefObject, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { ProcessingMail } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { useFormat } from "../../i18n/format";
import { AssignFix } from "./AssignFix";
import { useAway } from "./away";
import { StandIcon } from "./MailTable";
import { EndedFix, RoleFix, TeamFix, TieFix } from "./PeopleFix";
import { goTalk } from "./places";
import { RuleDialog } from "./RuleForm";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";
import { senderOf } from "./words";

interface Props {
  id: string;
  /** What the list knows of it already. */
  known: ProcessingMail | undefined;
  /** It takes the whole room. */
  page: boolean;
  close: () => void;
  /** The mail was decided about: the next one, please. */
  fixed: () => void;
  title: RefObject<HTMLHeadingElement | null>;
}

/** MailPane says why a mail stands where it does, and offers what there is to do about it. */
export function MailPane(props: Props) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    props.close();
  };
  return (
    <section aria-label={t("processing:pane.label")} className={room.pane} onKeyDown={onKeyDown}>
      {props.id ? <Shown key={props.id} {...props} /> : <Empty icon={<MailRegular />} title={t("processing:pane.none")} text={t("processing:pane.noneText")} />}
    </section>
  );
}

function Shown({ id, known, page, close, fixed, title }: Props) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const live = useLive(
    useCallback(() => api.ProcessingMail(id), [id]),
    (event) => event.kind === "processing",
  );
  const mail = live.value ?? known;
  const [ruling, setRuling] = useState(false);
  const label = t(page ? "shell:back" : "shell:close");
  return (
    <>
      <header className={room.paneHead}>
        {page && <Button appearance="subtle" icon={<ArrowLeftRegular />} aria-label={label} title={label} onClick={close} />}
        {mail && <StandIcon mail={mail} />}
        <div className={room.paneTop}>
          <h2 ref={title} tabIndex={-1} className={room.paneTitle}>
            {mail && <Question mail={mail} />}
          </h2>
          {mail && (
            <p className={room.small}>
              {senderOf(mail, t)}: {mail.subject || t("documents:noSubject")}
            </p>
          )}
        </div>
        <div className={room.paneButtons}>
          {mail && (
            <>
              <Button appearance="subtle" icon={<MailSettingsRegular />} aria-label={t("processing:asideRules.fromMail")} title={t("processing:asideRules.fromMail")} onClick={() => setRuling(true)} />
              <Button appearance="subtle" icon={<MailReadRegular />} aria-label={t("processing:pane.showMail")} title={t("processing:pane.showMail")} onClick={() => go("documents", mail.id)} />
            </>
          )}
          {!page && <Button appearance="subtle" icon={<DismissRegular />} aria-label={label} title={label} onClick={close} />}
        </div>
      </header>
      {live.problem && (
        <div className={room.paneBody} role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />
        </div>
      )}
      {mail && <Decide mail={mail} fixed={fixed} />}
      {mail && ruling && (
        <RuleDialog
          mail={mail}
          close={() => setRuling(false)}
          made={() => {
            setRuling(false);
            if (mail.state !== "processed") fixed();
          }}
        />
      )}
    </>
  );
}

/** Question is what the person is asked about a mail, or what is known of it. */
function Question({ mail }: { mail: ProcessingMail }) {
  const { t } = useTranslation();
  const [first = ""] = mail.args;
  const client = mail.client?.name ?? "";
  switch (mail.state === "attention" ? mail.reason : mail.state) {
    case "unknown-sender":
    case "several-clients":
      return t("processing:ask.client");
    case "client-ended":
      return t("processing:ask.ended", { client });
    case "no-role-holder":
      return t("processing:ask.role", { role: first, client });
    case "address-not-tied":
      return t("processing:ask.tie", { address: first });
    case "team-empty":
      return t("processing:ask.team", { team: first });
    case "unreadable":
      return t("processing:ask.unreadable");
    case "processed":
      return client;
    case "aside":
      return t("processing:states.aside");
    default:
      return t("processing:ask.new");
  }
}

function Decide({ mail, fixed }: { mail: ProcessingMail; fixed: () => void }) {
  const fix = { mail, fixed };
  if (mail.state !== "attention") return mail.state === "processed" ? <Done {...fix} /> : <Waits {...fix} />;
  switch (mail.reason) {
    case "unknown-sender":
    case "several-clients":
      return <AssignFix {...fix} />;
    case "client-ended":
      return <EndedFix {...fix} />;
    case "no-role-holder":
      return <RoleFix {...fix} />;
    case "address-not-tied":
      return <TieFix {...fix} />;
    case "team-empty":
      return <TeamFix {...fix} />;
    default:
      return <Waits {...fix} />;
  }
}

/** Evidence says why a mail stands where it does. */
function Evidence({ mail }: { mail: ProcessingMail }) {
  const room = useRoomStyles();
  return mail.evidence.map((line) => (
    <p key={line} className={room.text}>
      {line}
    </p>
  ));
}

/** Done is a mail that has found its client and people; both can be corrected. */
function Done({ mail, fixed }: { mail: ProcessingMail; fixed: () => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const away = useAway();
  const format = useFormat();
  return (
    <AssignFix mail={mail} fixed={fixed} correct>
      <Evidence mail={mail} />
      {mail.learned && (
        <p className={room.text}>
          <Badge tone="brand">{t("processing:learned")}</Badge> {t("processing:lessons.byItself")}
        </p>
      )}
      <p className={mergeClasses(room.text, room.small)}>{mail.people.length > 0 ? t("processing:people", { names: format.list(mail.people.map((name) => away(name))), mailbox: mail.mailbox }) : mail.mailbox}</p>
      {mail.conversation && (
        <div>
          <Button size="small" icon={<MailMultipleRegular />} onClick={() => goTalk(mail.conversation)}>
            {t("processing:talk.open")}
          </Button>
        </div>
      )}
    </AssignFix>
  );
}

/** Waits is a mail for which there is nothing to choose: it can be tried again, or set aside, or taken back. */
function Waits({ mail, fixed }: { mail: ProcessingMail; fixed: () => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const again = useAction(async () => {
    const n = await api.ProcessAgain([mail.id]);
    done(n > 0 ? t("processing:again.settled", { count: n }) : t("processing:again.none"));
  });
  const isAside = mail.state === "aside";
  const set = useFix(
    async () => {
      await api.SetMailsAside([mail.id], !isAside);
      return 0;
    },
    t(isAside ? "processing:aside.takenBack" : "processing:aside.done"),
    fixed,
  );
  const problem = again.problem ?? set.problem;
  return (
    <>
      <div className={room.paneBody}>
        <Evidence mail={mail} />
        {isAside && <p className={room.small}>{t("processing:aside.text")}</p>}
        {problem && <ProblemBox problem={problem} />}
      </div>
      <div className={room.paneFoot}>
        <div className={room.buttons}>
          {!isAside && (
            <Button appearance="primary" icon={<ArrowClockwiseRegular />} disabledFocusable={again.busy} onClick={() => void again.run()}>
              {t("shell:again")}
            </Button>
          )}
          <Button appearance={isAside ? "primary" : "secondary"} disabledFocusable={set.busy} onClick={() => void set.run()}>
            {t(isAside ? "processing:aside.takeBack" : "processing:aside.do")}
          </Button>
        </div>
      </div>
    </>
  );
}
