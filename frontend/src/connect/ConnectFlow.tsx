import { Button, Link, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular, MailErrorRegular, OpenRegular, PlugDisconnectedRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../backend/api";
import { problemOf } from "../backend/bridge";
import { onEvent } from "../backend/events";
import type { AccountKind, DeviceCode, Problem } from "../backend/types";
import { CopyButton } from "../components/CopyButton";
import { ProblemBox } from "../components/ProblemBox";
import { ProgressBar } from "../components/ProgressBar";
import { Spinner } from "../components/Spinner";
import { useFormat } from "../i18n/format";
import { Approval, LinkToSend } from "./Approval";
import { AskedFor } from "./AskedFor";
import { AccessCommand, Opening } from "./Opening";
import type { Purpose } from "./purpose";
import { Stage } from "./Stage";

const useStyles = makeStyles({
  buttons: { display: "flex", flexWrap: "wrap", justifyContent: "center", gap: "8px" },
  steps: {
    listStyleType: "none",
    margin: "0 0 20px",
    padding: 0,
    display: "flex",
    flexDirection: "column",
    gap: "12px",
    textAlign: "left",
  },
  step: { display: "flex", alignItems: "center", gap: "12px" },
  number: {
    display: "grid",
    placeItems: "center",
    flexShrink: 0,
    width: "24px",
    height: "24px",
    borderRadius: "50%",
    fontSize: "12px",
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
  codeBox: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    gap: "24px",
    boxSizing: "border-box",
    width: "436px",
    maxWidth: "100%",
    padding: "12px 16px 12px 28px",
    marginBottom: "24px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground3,
  },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "44px",
    lineHeight: "56px",
    fontWeight: tokens.fontWeightBold,
    letterSpacing: "4px",
    userSelect: "all",
    "@media (max-width: 560px)": { fontSize: "30px", letterSpacing: "2px" },
  },
  waiting: { width: "320px", maxWidth: "100%", marginTop: "28px" },
  waitingText: { display: "flex", justifyContent: "space-between", marginTop: "8px", fontSize: "12px", color: tokens.colorNeutralForeground2 },
  problem: { width: "100%", maxWidth: "560px", textAlign: "left", marginBottom: "24px" },
});

interface Props {
  purpose: Purpose;
  /** It has gone well: the id of the account, and the mailbox. */
  done: (account: string, mailbox: string) => void;
  /** Begins the sign-in of another kind of account instead. */
  other?: ((kind: AccountKind) => void) | undefined;
  /** Back to where the person came from. */
  leave: () => void;
}

type Step = { name: "opening"; step: string } | { name: "waiting"; url: string } | { name: "code"; code: DeviceCode } | { name: "failed"; problem: Problem };

/** What kind an account turned out to be, by the error. */
const kindOf: Record<string, AccountKind> = { "account-is-personal": "personal", "account-is-work": "work" };

/** ConnectFlow leads through a sign-in: it waits for the browser or shows a code, and goes on by itself. */
export function ConnectFlow({ purpose, done, other, leave }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { kind } = purpose;
  const shared = purpose.kind === "shared" ? purpose.mailbox : "";
  const feature = purpose.kind === "people" ? purpose.feature : "";
  const again = purpose.kind === "shared" && purpose.again; // it is there already
  const first: Step = shared ? { name: "opening", step: "starting" } : { name: "waiting", url: "" };
  const [step, setStep] = useState<Step>(first);
  const [withCode, setWithCode] = useState(false);
  const account = purpose.account?.id ?? "";
  const finished = useRef(false);

  const start = useCallback(
    (code: boolean) => {
      setWithCode(code);
      setStep(shared ? { name: "opening", step: "starting" } : { name: "waiting", url: "" });
      const begun = shared ? api.AddShared(account, shared, code) : feature ? api.PeopleOn(account, feature, code) : account ? api.Reauthenticate(account, code) : api.Connect(kind, code);
      begun.catch((thrown: unknown) => setStep({ name: "failed", problem: problemOf(thrown) }));
    },
    [account, feature, kind, shared],
  );

  useEffect(
    () =>
      onEvent((event) => {
        if (event.kind === "connect:waiting") setStep({ name: "waiting", url: event.url });
        else if (event.kind === "connect:step") setStep({ name: "opening", step: event.text });
        else if (event.kind === "connect:code" && event.code) setStep({ name: "code", code: event.code });
        else if (event.kind === "connect:failed" && event.problem) setStep({ name: "failed", problem: event.problem });
        else if (event.kind === "connect:done") {
          finished.current = true;
          done(event.account, event.mailbox);
        }
      }),
    [done],
  );
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    start(false);
  }, [start]);

  const cancel = () => {
    if (!finished.current) void api.CancelConnect().catch(() => undefined);
    leave();
  };
  const back = (
    <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={cancel}>
      {t("shell:back")}
    </Button>
  );
  const foot = <AskedFor kind={kind} permissions={purpose.kind === "people" ? purpose.permissions : []} />;
  const address = purpose.account?.address;
  const hint = address && (shared ? t("shared:ask", { address }) : feature ? t("people:on.ask", { address }) : t("signin:again.hint", { address }));

  if (step.name === "opening") return <Opening mailbox={shared} account={address ?? ""} step={step.step} corner={back} cancel={cancel} />;
  if (step.name === "failed") {
    const { problem } = step;
    // What a shared mailbox lacks is no matter of how one signs in.
    const suggested = other && kindOf[problem.code];
    const refused = (problem.code.startsWith("shared-") && problem.code !== "shared-declined") || problem.code === "people-refused";
    return (
      <Stage
        corner={back}
        foot={refused ? undefined : foot}
        sign={shared ? <MailErrorRegular fontSize={44} /> : <PlugDisconnectedRegular fontSize={44} />}
        title={again ? t("shared:failed.again") : shared ? t("shared:failed.title") : feature ? t("people:on.failed") : t("signin:failed.title")}
        text={shared || (feature ? address : hint)}
      >
        <div className={styles.problem} role="alert">
          <ProblemBox problem={problem} intent={problem.code === "sign-in-cancelled" ? "warning" : "error"} />
          {problem.link && <LinkToSend link={problem.link} />}
          {shared && <AccessCommand account={address ?? ""} mailbox={shared} code={problem.code} />}
        </div>
        <div className={styles.buttons}>
          {suggested && (
            <Button appearance="primary" size="large" onClick={() => other(suggested)}>
              {suggested === "personal" ? t("signin:failed.personal") : t("signin:failed.work")}
            </Button>
          )}
          <Button appearance={suggested ? "secondary" : "primary"} size="large" onClick={() => start(withCode)}>
            {t("signin:failed.again")}
          </Button>
          {!refused && (
            <Button size="large" onClick={() => start(!withCode)}>
              {withCode ? t("signin:failed.browser") : t("signin:waiting.code")}
            </Button>
          )}
          {shared && !again && (
            <Button size="large" onClick={cancel}>
              {t("shared:failed.other")}
            </Button>
          )}
        </div>
      </Stage>
    );
  }
  // What an administrator has granted already needs nobody's word: the browser may not open at all.
  const trying = feature && step.name === "waiting" && !step.url && !withCode;
  if (step.name === "code") return <Code code={step.code} work={kind !== "personal"} corner={back} foot={foot} hint={hint} cancel={cancel} expired={() => start(true)} />;
  return (
    <Stage
      corner={back}
      foot={foot}
      sign={<Spinner size="huge" aria-hidden />}
      title={withCode ? t("signin:code.loading") : trying ? t("people:on.trying") : t("signin:waiting.title")}
      text={trying ? t("people:on.tryingText") : withCode ? hint : (hint ?? t("signin:waiting.text"))}
    >
      <div className={styles.buttons}>
        <Button size="large" onClick={cancel}>
          {t("shell:cancel")}
        </Button>
        {step.url && (
          <Button size="large" appearance="subtle" icon={<OpenRegular />} onClick={() => void api.OpenConnectPage()}>
            {t("signin:waiting.open")}
          </Button>
        )}
      </div>
      {!withCode && !trying && (
        <p>
          {t("signin:waiting.elsewhere")}{" "}
          <Link as="button" inline onClick={() => start(true)}>
            {t("signin:waiting.code")}
          </Link>
        </p>
      )}
      {step.url && kind !== "personal" && <Approval />}
    </Stage>
  );
}

interface CodeProps {
  code: DeviceCode;
  /** Of an organisation, whose administrator may have to approve. */
  work: boolean;
  corner: React.ReactNode;
  foot: React.ReactNode;
  hint: string | undefined;
  cancel: () => void;
  expired: () => void;
}

/** Code shows the code, large, with what is left of its life. */
function Code({ code, work, corner, foot, hint, cancel, expired }: CodeProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const ends = Date.parse(code.expires);
  const [now, setNow] = useState(() => Date.now());
  const [begin] = useState(now);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  const left = Math.max(0, (ends - now) / 1000);
  const page = code.verificationUri.replace(/^https?:\/\/(www\.)?/, "");
  return (
    <Stage corner={corner} foot={foot} title={t("signin:code.title")} text={hint ?? t("signin:code.text")}>
      <ol className={styles.steps}>
        <li className={styles.step}>
          <span className={styles.number}>1</span>
          <span>
            {t("signin:code.open")}{" "}
            <Link as="button" inline onClick={() => void api.OpenConnectPage()}>
              {page}
            </Link>
          </span>
        </li>
        <li className={styles.step}>
          <span className={styles.number}>2</span>
          <span>{t("signin:code.enter")}</span>
        </li>
      </ol>
      <div className={styles.codeBox}>
        <span className={styles.code} aria-label={code.userCode.split("").join(" ")} role="text">
          {code.userCode}
        </span>
        <CopyButton appearance="subtle" text={code.userCode} label={t("signin:copy")} />
      </div>
      <div className={styles.buttons}>
        {left > 0 ? (
          <Button appearance="primary" size="large" icon={<OpenRegular />} onClick={() => void api.OpenConnectPage()}>
            {t("signin:code.page")}
          </Button>
        ) : (
          <Button appearance="primary" size="large" onClick={expired}>
            {t("signin:code.new")}
          </Button>
        )}
        <Button size="large" onClick={cancel}>
          {t("shell:cancel")}
        </Button>
      </div>
      <div className={styles.waiting}>
        <ProgressBar aria-label={t("signin:code.life")} value={left} max={Math.max(1, (ends - begin) / 1000)} />
        <div className={styles.waitingText}>
          <span>{left > 0 ? t("signin:code.waiting") : t("signin:code.expired")}</span>
          <span role="timer">{t("signin:code.left", { time: format.countdown(left) })}</span>
        </div>
      </div>
      {work && <Approval />}
    </Stage>
  );
}
