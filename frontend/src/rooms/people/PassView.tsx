import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, DrawerBody, Field, Input, Link, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { Pass } from "../../backend/types";
import { AskDialog } from "../../components/AskDialog";
import { CommandBox } from "../../components/CommandBox";
import { Card } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Switch } from "../../components/Switch";
import { useReturnFocus } from "../../components/useReturnFocus";
import { useFormat } from "../../i18n/format";
import { usePanelStyles } from "./styles";

const useStyles = makeStyles({
  head: { display: "flex", alignItems: "baseline", flexWrap: "wrap", gap: "4px 12px", marginBottom: "4px" },
  title: { flex: "1 1 auto", margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  way: { display: "flex", alignItems: "start", gap: "16px", padding: "12px 0 4px", borderTop: `1px solid ${tokens.colorNeutralStroke2}`, marginTop: "8px" },
  parts: { flex: "1 1 auto", minWidth: 0, display: "flex", flexDirection: "column", gap: "8px" },
  name: { margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  where: { overflowWrap: "anywhere" },
  table: { borderCollapse: "collapse", "& td": { padding: "4px 16px 4px 0", verticalAlign: "top", lineHeight: "20px" } },
});

/** PassView passes statuses on to a web address and to a program of this computer. Teams is a feature of an account. */
export function PassView({ reading }: { reading: boolean }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = usePanelStyles();
  const live = useLive(api.Passes, (event) => event.kind === "passed" || event.kind === "account");
  const [helping, setHelping] = useState(false);
  return (
    <Card label={t("people:pass.title")}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t("people:pass.title")}</h2>
        <Link as="button" onClick={() => setHelping(true)}>
          {t("people:pass.how")}
        </Link>
      </div>
      <p className={look.intro}>{t("people:pass.text")}</p>
      {!reading && <p className={look.small}>{t("people:pass.needs")}</p>}
      {live.problem && (
        <div role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />
        </div>
      )}
      {live.value?.map((pass) => (
        <Way key={pass.kind} pass={pass} changed={live.reload} />
      ))}
      {helping && <HelpPanel close={() => setHelping(false)} />}
    </Card>
  );
}

/** Way is one way on which statuses are passed on: what it does, how it stands, and what can be done. */
function Way({ pass, changed }: { pass: Pass; changed: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = usePanelStyles();
  const format = useFormat();
  const { app, done } = useShell();
  const [asking, setAsking] = useState(false);
  const [arrived, setArrived] = useState(false);
  const kind = pass.kind === "webhook" ? "webhook" : "command";
  const attempt = useAction(async () => {
    setArrived(false);
    await api.TryPassing(kind);
    setArrived(true);
  });
  const stop = useAction(async () => {
    await api.StopPassing(kind);
    setArrived(false);
    attempt.clear();
    changed();
    done(t("people:pass.stopped"));
  });
  const name = t(`people:pass.${kind}.name`);
  const problem = stop.problem ?? attempt.problem ?? (pass.on ? pass.problem : undefined);
  return (
    <section className={styles.way} aria-label={name}>
      <div className={styles.parts}>
        <div>
          <h3 className={styles.name}>{name}</h3>
          <p className={look.intro}>{t(`people:pass.${kind}.text`)}</p>
        </div>
        {pass.on && (
          <>
            <div className={styles.where}>
              {kind === "webhook" ? pass.host : [pass.program, ...pass.args].join(" ")}
              <div className={look.small}>{pass.team ? t("people:pass.whoTeam") : t("people:pass.whoOwn")}</div>
            </div>
            <div className={look.small} role="status">
              {arrived ? t(`people:pass.${kind}.arrived`) : pass.passed ? t("people:pass.passed", { time: format.fresh(pass.passed) }) : t("people:pass.never")}
            </div>
          </>
        )}
        {problem && (
          <div role="alert">
            <ProblemBox problem={problem} intent="warning" />
          </div>
        )}
        {pass.on && (
          <div className={look.buttons}>
            <Button size="small" disabled={!app.access.may} disabledFocusable={attempt.busy} aria-label={`${t("people:pass.try")}: ${name}`} onClick={() => void attempt.run()}>
              {attempt.busy ? t("people:pass.trying") : t("people:pass.try")}
            </Button>
            <Button size="small" disabled={!app.access.may} aria-label={`${t("people:pass.change")}: ${name}`} onClick={() => setAsking(true)}>
              {t("people:pass.change")}
            </Button>
          </div>
        )}
      </div>
      <Switch
        aria-label={name}
        label={pass.on ? t("people:features.on") : t("people:features.off")}
        checked={pass.on}
        disabled={!app.access.may || stop.busy}
        onChange={(_, data) => (data.checked ? setAsking(true) : void stop.run())}
      />
      {asking &&
        (kind === "webhook" ? (
          <WebhookDialog pass={pass} changed={changed} close={() => setAsking(false)} />
        ) : (
          <CommandDialog pass={pass} changed={changed} close={() => setAsking(false)} />
        ))}
    </section>
  );
}

interface DialogProps {
  pass: Pass;
  changed: () => void;
  close: () => void;
}

function WebhookDialog({ pass, changed, close }: DialogProps) {
  const { t } = useTranslation();
  const look = usePanelStyles();
  const [url, setURL] = useState(pass.host ? `https://${pass.host}/` : "https://");
  const [team, setTeam] = useState(pass.team);
  const [inside, setInside] = useState(pass.inside);
  const [newSecret, setNewSecret] = useState(false);
  const [secret, setSecret] = useState("");
  const [own, setOwn] = useState("");
  const [ca, setCA] = useState({ path: "", name: pass.ownCA ? t("people:pass.webhook.caKept") : "" });
  const choose = useAction(async () => {
    const file = await api.ChooseAuthority();
    if (file.path) setCA(file);
  });
  const save = useAction(async () => {
    const made = await api.PassToWebhook({ url: url.trim(), team, inside, newSecret, secret: own.trim() || undefined, ca: ca.path || undefined, dropCA: (pass.ownCA && !ca.name) || undefined });
    changed();
    if (made.secret) setSecret(made.secret);
    else close();
  });
  useReturnFocus();
  if (secret)
    return (
      <Dialog open modalType="alert">
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{t("people:pass.webhook.secret")}</DialogTitle>
            <DialogContent className={look.form}>
              <p className={look.intro}>{t("people:pass.webhook.secretText")}</p>
              <CommandBox text={secret} />
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" onClick={close}>
                {t("people:pass.webhook.noted")}
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    );
  return (
    <AskDialog
      form
      title={t("people:pass.webhook.name")}
      problem={save.problem}
      label={t("people:pass.save")}
      ready={/^https?:\/\/./.test(url.trim()) && !save.busy}
      close={close}
      act={() => void save.run()}
    >
      <Field label={t("people:pass.webhook.address")} hint={pass.on ? t("people:pass.webhook.hidden") : t("people:pass.webhook.addressHint")}>
        <Input type="url" autoComplete="off" spellCheck={false} value={url} onChange={(_, data) => setURL(data.value)} />
      </Field>
      <Field label={t("people:pass.webhook.own")} hint={t("people:pass.webhook.ownHint")}>
        <Input type="password" autoComplete="off" value={own} onChange={(_, data) => setOwn(data.value)} />
      </Field>
      <Field label={t("people:pass.webhook.ca")} hint={t("people:pass.webhook.caHint")}>
        <Input
          readOnly
          value={ca.name}
          contentAfter={
            <Button size="small" appearance="transparent" disabledFocusable={choose.busy} onClick={() => (ca.name ? setCA({ path: "", name: "" }) : void choose.run())}>
              {ca.name ? t("people:pass.webhook.caDrop") : t("people:pass.command.choose")}
            </Button>
          }
        />
      </Field>
      {choose.problem && <ProblemBox problem={choose.problem} />}
      <Checkbox label={t("people:pass.team")} checked={team} onChange={(_, data) => setTeam(data.checked === true)} />
      <Checkbox label={t("people:pass.webhook.inside")} checked={inside} onChange={(_, data) => setInside(data.checked === true)} />
      {pass.on && !own && <Checkbox label={t("people:pass.webhook.newSecret")} checked={newSecret} onChange={(_, data) => setNewSecret(data.checked === true)} />}
    </AskDialog>
  );
}

function CommandDialog({ pass, changed, close }: DialogProps) {
  const { t } = useTranslation();
  const [program, setProgram] = useState(pass.program);
  const [args, setArgs] = useState(pass.args.length > 0 ? pass.args : [""]);
  const [team, setTeam] = useState(pass.team);
  const choose = useAction(async () => {
    const path = await api.ChooseProgram();
    if (path) setProgram(path);
  });
  const save = useAction(async () => {
    await api.PassToCommand({ program, args, team });
    changed();
    close();
  });
  return (
    <AskDialog
      form
      title={t("people:pass.command.name")}
      problem={save.problem}
      label={t("people:pass.save")}
      ready={program.trim() !== "" && !save.busy}
      close={close}
      act={() => void save.run()}
    >
      <Field label={t("people:pass.command.program")} hint={t("people:pass.command.programHint")}>
        <Input
          autoComplete="off"
          spellCheck={false}
          value={program}
          onChange={(_, data) => setProgram(data.value)}
          contentAfter={
            <Button size="small" appearance="transparent" disabledFocusable={choose.busy} onClick={() => void choose.run()}>
              {t("people:pass.command.choose")}
            </Button>
          }
        />
      </Field>
      {choose.problem && <ProblemBox problem={choose.problem} />}
      <Field label={t("people:pass.command.args")} hint={t("people:pass.command.argsHint")}>
        <Input autoComplete="off" spellCheck={false} value={args[0] ?? ""} onChange={(_, data) => setArgs([data.value, ...args.slice(1)])} />
      </Field>
      {args.slice(1).map((arg, i) => (
        <Input key={i} aria-label={t("people:pass.command.argument", { number: i + 2 })} autoComplete="off" spellCheck={false} value={arg} onChange={(_, data) => setArgs(args.with(i + 1, data.value))} />
      ))}
      {args[args.length - 1] !== "" && (
        <div>
          <Button size="small" onClick={() => setArgs([...args, ""])}>
            {t("people:pass.command.more")}
          </Button>
        </div>
      )}
      <Checkbox label={t("people:pass.team")} checked={team} onChange={(_, data) => setTeam(data.checked === true)} />
    </AskDialog>
  );
}

const message = `{"type":"person.status","timestamp":"2026-11-23T09:00:00Z","data":{"address":"emma@kantoor.example","status":"busy","until":"2026-11-23T10:00:00Z"}}`;
const signature = `webhook-id
webhook-timestamp
webhook-signature: v1,Base64(HMAC-SHA256(id.timestamp.body))`;
const environment = `{address} {status} {until}
POSTROOM_ADDRESS POSTROOM_STATUS POSTROOM_UNTIL`;
const words = ["free", "tentative", "busy", "oof", "workingElsewhere", "unknown"] as const;

/** HelpPanel says what a telephone system or another program gets, and how it knows that it is genuine. */
function HelpPanel({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = usePanelStyles();
  return (
    <SidePanel title={t("people:pass.how")} close={close}>
      <DrawerBody className={look.body}>
        <p className={look.intro}>{t("people:pass.help.now")}</p>
        <h3 className={look.heading}>{t("people:pass.help.message")}</h3>
        <CommandBox text={message} />
        <table className={styles.table}>
          <tbody>
            {words.map((word) => (
              <tr key={word}>
                <td className={look.code}>{word}</td>
                <td>{t(`people:status.${word}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3 className={look.heading}>{t("people:pass.webhook.name")}</h3>
        <p className={look.intro}>{t("people:pass.help.webhook")}</p>
        <CommandBox text={signature} />
        <p className={look.intro}>{t("people:pass.help.genuine")}</p>
        <h3 className={look.heading}>{t("people:pass.command.name")}</h3>
        <p className={look.intro}>{t("people:pass.help.command")}</p>
        <CommandBox text={environment} />
        <p className={look.intro}>{t("people:pass.help.asterisk")}</p>
      </DrawerBody>
    </SidePanel>
  );
}
