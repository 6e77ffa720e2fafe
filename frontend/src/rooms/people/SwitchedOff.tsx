import { Button } from "@fluentui/react-components";
import { CalendarRegular, PeopleTeamRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import type { PeopleAccount } from "../../backend/types";
import { Empty } from "../../components/Empty";

/** SwitchedOff says what a feature would show, and switches it on, if there is a choice: on the page of all features. */
export function SwitchedOff({ feature, accounts }: { feature: "status" | "users"; accounts: PeopleAccount[] }) {
  const { t } = useTranslation();
  const { app, peopleOn } = useShell();
  const able = accounts.flatMap((account) => account.features.filter((f) => f.feature === feature && account.state === "active").map((f) => ({ account, f })));
  const [first] = able;
  return (
    <Empty
      icon={feature === "status" ? <CalendarRegular /> : <PeopleTeamRegular />}
      title={t(`people:feature.${feature}.off`)}
      text={first || feature === "status" ? t(`people:feature.${feature}.text`) : t("people:personal")}
      action={
        first && (
          <Button
            appearance="primary"
            disabled={!app.access.may}
            onClick={() => (able.length === 1 ? peopleOn({ account: { id: first.account.account, address: first.account.address }, feature, permissions: first.f.permissions }) : go("people", "features"))}
          >
            {t("people:switchOn")}
          </Button>
        )
      }
    />
  );
}
