import { Button, Link, makeStyles, tokens } from "@fluentui/react-components";
import { ShieldCheckmarkRegular } from "@fluentui/react-icons";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../app/context";
import mark from "../assets/app.svg";
import { api } from "../backend/api";
import { useAction } from "../backend/live";
import { ProblemBox } from "../components/ProblemBox";
import { OrganisationForm } from "../rooms/mailboxes/organisation/OrganisationForm";
import { Register } from "./Register";
import { Stage } from "./Stage";

const useStyles = makeStyles({
  mark: { width: "88px", height: "88px" },
  connect: { minWidth: "200px", minHeight: "40px", fontSize: "16px" },
  promise: {
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    gap: "8px",
    maxWidth: "620px",
    textAlign: "left",
    marginTop: "24px",
    fontSize: "12px",
    lineHeight: "16px",
    color: tokens.colorNeutralForeground3,
    "& svg": { flexShrink: 0 },
  },
  other: { marginTop: "12px" },
  problem: { width: "100%", maxWidth: "560px", textAlign: "left", marginBottom: "16px" },
  current: { fontSize: "14px" },
  whole: { flex: "1 1 auto", minHeight: 0 },
});

/** FirstRun is what a new person sees: one sentence, one button. */
export function FirstRun() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, connect, refresh } = useShell();
  const [registering, setRegistering] = useState(false);
  const speakNow = useAction(async (language: string) => {
    await api.SetSetting("language", language);
    refresh();
  });
  const demo = useAction(api.StartDemo);
  const [organisation, setOrganisation] = useState(false);
  if (organisation)
    return (
      <main className={styles.whole}>
        <OrganisationForm account={undefined} leave={() => setOrganisation(false)} />
      </main>
    );
  if (registering) return <Register leave={() => setRegistering(false)} />;
  const languages = app.languages.map((l, i) => (
    <Fragment key={l.code}>
      {i > 0 && <span aria-hidden>·</span>}
      {l.code === app.language ? (
        <span aria-current="true" lang={l.code} className={styles.current}>
          {l.name}
        </span>
      ) : (
        <Link as="button" inline lang={l.code} onClick={() => void speakNow.run(l.code)}>
          {l.name}
        </Link>
      )}
    </Fragment>
  ));
  return (
    <Stage foot={languages} sign={<img src={mark} alt="" className={styles.mark} />} title={t("signin:first.title")} text={t("signin:first.text")}>
      {[demo.problem, speakNow.problem].map(
        (problem, i) =>
          problem && (
            <div key={i} className={styles.problem} role="alert">
              <ProblemBox problem={problem} />
            </div>
          ),
      )}
      <Button
        appearance="primary"
        size="large"
        className={styles.connect}
        onClick={() => (app.hasClientId ? connect() : setRegistering(true))}
      >
        {t("signin:first.connect")}
      </Button>
      {app.hasClientId && app.kinds.length > 1 && (
        <p className={styles.other}>
          <Link as="button" onClick={() => connect("personal")}>
            {t("signin:first.personal")}
          </Link>
        </p>
      )}
      {app.access.may && (
        <p className={styles.other}>
          <Link as="button" onClick={() => setOrganisation(true)}>
            {t("organisation:first")}
          </Link>
        </p>
      )}
      {!app.demo && (
        <p className={styles.other}>
          {t("signin:first.try")}{" "}
          <Link as="button" inline disabled={demo.busy} onClick={() => void demo.run()}>
            {t("signin:first.demo")}
          </Link>
        </p>
      )}
      <div className={styles.promise}>
        <ShieldCheckmarkRegular aria-hidden fontSize={20} />
        <span>{t("signin:first.promise")}</span>
      </div>
    </Stage>
  );
}
