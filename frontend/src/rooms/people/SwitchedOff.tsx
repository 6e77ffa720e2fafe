import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { CalendarRegular, ContactCardRegular, PeopleTeamRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import type { PeopleAccount } from "../../backend/types";
import { Empty } from "../../components/Empty";

const useStyles = makeStyles({
  asks: { listStyleType: "none", maxWidth: "440px", margin: "16px 0 0", padding: 0, fontSize: "12px", lineHeight: "18px", color: tokens.colorNeutralForeground2 },
  code: { fontFamily: tokens.fontFamilyMonospace },
});

/** SwitchedOff says what a feature would show, and switches it on, if there is a choice: on the page of all features. */
export function SwitchedOff({ feature, accounts }: { feature: "status" | "users" | "contacts"; accounts: PeopleAccount[] }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, peopleOn } = useShell();
  const able = accounts.flatMap((account) => account.features.filter((f) => f.feature === feature && account.state === "active").map((f) => ({ account, f })));
  const [first] = able;
  return (
    <Empty
      icon={feature === "status" ? <CalendarRegular /> : feature === "contacts" ? <ContactCardRegular /> : <PeopleTeamRegular />}
      title={t(`people:feature.${feature}.off`)}
      text={first || feature !== "users" ? t(`people:feature.${feature}.text`) : t("people:personal")}
      action={
        first && (
          <>
          <Button
            appearance="primary"
            disabled={!app.access.may}
            onClick={() => (able.length === 1 ? peopleOn({ account: { id: first.account.account, address: first.account.address }, feature, permissions: first.f.permissions }) : go("people", "features"))}
          >
            {t("people:switchOn")}
          </Button>
          <ul className={styles.asks} aria-label={t("people:features.asks")}>
            {first.f.permissions.map((p) => (
              <li key={p.name}>
                <code className={styles.code}>{p.name}</code> {p.allows}
              </li>
            ))}
          </ul>
          </>
        )
      }
    />
  );
}
