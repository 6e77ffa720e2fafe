import { Button, Field, Input, Link, makeStyles, Select, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular, MailMultipleRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../app/context";
import { api } from "../backend/api";
import { useLive } from "../backend/live";
import type { Account } from "../backend/types";
import { AgainButton, ProblemBox } from "../components/ProblemBox";
import { ConnectFlow } from "./ConnectFlow";
import type { Sharing } from "./purpose";
import { Stage } from "./Stage";

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: "16px", width: "400px", maxWidth: "100%", textAlign: "left" },
  buttons: { display: "flex", justifyContent: "center", gap: "8px", marginTop: "8px" },
  demo: { margin: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  problem: { width: "100%", maxWidth: "560px", textAlign: "left" },
});

interface Props {
  sharing: Sharing;
  done: (account: string, mailbox: string) => void;
  leave: () => void;
}

/** canShare says whether an account can open shared mailboxes: personal ones can't, an organisation's are activated. */
export const canShare = (account: Account): boolean => account.kind === "work" && account.state === "active";

/** SharedFlow asks for the address of a shared mailbox and adds it. One that is known already is asked for at once. */
export function SharedFlow({ sharing, done, leave }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const live = useLive(api.Accounts);
  const [asked, setAsked] = useState<{ account: string; mailbox: string }>();
  const [typed, setTyped] = useState(sharing.mailbox ?? "");
  const [chosen, setChosen] = useState(sharing.account ?? "");
  const accounts = live.value?.filter(canShare) ?? [];
  const opened = sharing.mailbox ? accounts.find((a) => a.mailboxes.some((m) => m.address === sharing.mailbox)) : undefined;
  const account = accounts.find((a) => a.id === chosen) ?? opened ?? accounts[0];

  if (opened && sharing.mailbox)
    return <ConnectFlow purpose={{ kind: "shared", account: opened, mailbox: sharing.mailbox, again: true }} done={done} leave={leave} />;
  const wanted = asked && accounts.find((a) => a.id === asked.account);
  if (asked && wanted)
    return <ConnectFlow purpose={{ kind: "shared", account: wanted, mailbox: asked.mailbox }} done={done} leave={() => setAsked(undefined)} />;
  const back = (
    <Button appearance="subtle" icon={<ArrowLeftRegular />} onClick={leave}>
      {t("shell:back")}
    </Button>
  );
  return (
    <Stage corner={back} sign={<MailMultipleRegular fontSize={44} />} title={t("shared:form.title")} text={t("shared:form.text")}>
      {live.problem && (
        <div className={styles.problem} role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton busy={live.loading} onClick={live.reload} />} />
        </div>
      )}
      {account ? (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim()) setAsked({ account: account.id, mailbox: typed.trim() });
          }}
        >
          <AddressField account={account} typed={typed} setTyped={setTyped} />
          {accounts.length > 1 && (
            <Field label={t("shared:form.account")} hint={t("shared:form.accountHint")}>
              <Select value={account.id} onChange={(_, data) => setChosen(data.value)}>
                {accounts.map((a) => (
                  <option key={a.id} value={a.id}>
                    {a.address}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <div className={styles.buttons}>
            <Button type="submit" appearance="primary" size="large" disabledFocusable={!typed.trim()}>
              {t("shared:form.add")}
            </Button>
            <Button size="large" onClick={leave}>
              {t("shell:cancel")}
            </Button>
          </div>
        </form>
      ) : (
        live.value && <p>{t("shared:form.none")}</p>
      )}
    </Stage>
  );
}

/** AddressField takes the address. An example of it is in the account's own domain. */
function AddressField({ account, typed, setTyped }: { account: Account; typed: string; setTyped: (typed: string) => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app } = useShell();
  const example = `info@${account.address.slice(account.address.lastIndexOf("@") + 1)}`;
  return (
    <>
      <Field label={t("shared:form.address")}>
        <Input
          type="email"
          autoFocus
          size="large"
          autoComplete="off"
          spellCheck={false}
          placeholder={example}
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
        />
      </Field>
      {app.demo && (
        <p className={styles.demo}>
          {t("shared:form.demo")}{" "}
          <Link as="button" type="button" inline onClick={() => setTyped(example)}>
            {example}
          </Link>
        </p>
      )}
    </>
  );
}
