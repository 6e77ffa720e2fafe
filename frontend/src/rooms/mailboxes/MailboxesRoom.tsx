import { Button, makeStyles } from "@fluentui/react-components";
import { MailInboxRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go, useRoute } from "../../app/route";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import { Empty } from "../../components/Empty";
import { Later } from "../../components/Later";
import { Page } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { AddMenu } from "./AddMenu";
import { entriesOf } from "./entries";
import { MailboxCards } from "./MailboxCards";
import { MailboxPanel } from "./MailboxPanel";
import { AddressesPage } from "./organisation/AddressesPage";
import { OrganisationForm } from "./organisation/OrganisationForm";
import { OrganisationPanel } from "./organisation/OrganisationPanel";
import { placed } from "./organisation/places";
import { PermissionsPage } from "./PermissionsPage";

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "280px minmax(0, 1fr)",
    gridTemplateRows: "minmax(0, 1fr)",
    gap: "16px",
    flex: "1 1 auto",
    minHeight: 0,
    "@media (min-width: 641px) and (max-width: 999px)": { gridTemplateColumns: "208px minmax(0, 1fr)", gap: "12px" },
    "@media (max-width: 640px)": { gridTemplateColumns: "minmax(0, 1fr)", gridTemplateRows: "auto minmax(0, 1fr)", flex: "1 0 592px", gap: "12px" },
    "@media (max-height: 479px)": { flex: "1 0 440px" },
  },
  problem: { marginBottom: "16px" },
});

const stale = new Set(["account", "round", "problem", "overview", "settings"]);

/** MailboxesRoom shows the mailboxes at the left and, at the right, the folders of the one that is chosen. */
export default function MailboxesRoom() {
  const { t } = useTranslation();
  const styles = useStyles();
  const { connect } = useShell();
  const { place } = useRoute();
  const live = useLive(api.Accounts, (event) => stale.has(event.kind));
  if (place.startsWith("permissions:")) return <PermissionsPage account={place.slice("permissions:".length)} />;
  const renewed = placed("organisation", place);
  const listed = placed("addresses", place);
  const organisation = live.value?.find((a) => a.organisation && a.id === (renewed || listed));
  if (renewed === "" || (renewed && organisation))
    return <OrganisationForm key={renewed} account={organisation} leave={() => go("mailboxes", renewed)} />;
  if (listed && organisation) return <AddressesPage key={listed} account={organisation} />;
  const entries = live.value && entriesOf(live.value);
  const copies = place.startsWith("copies:");
  const wanted = copies ? place.slice("copies:".length) : place;
  const chosen =
    entries?.find((e) => e.mailbox.address === wanted || e.account.id === wanted) ??
    entries?.find((e) => wanted.startsWith(`${e.mailbox.address}: `)) ?? // a folder of it
    entries?.[0];
  return (
    <Page
      still
      title={t("shell:room.mailboxes")}
      actions={<AddMenu accounts={live.value ?? []} />}
    >
      {live.problem && (
        <div className={styles.problem} role="alert">
          <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} busy={live.loading} />} />
        </div>
      )}
      {entries?.length === 0 && (
        <Empty
          icon={<MailInboxRegular />}
          title={t("mailboxes:none.title")}
          text={t("mailboxes:none.text")}
          action={
            <Button appearance="primary" onClick={() => connect("work")}>
              {t("mailboxes:none.connect")}
            </Button>
          }
        />
      )}
      {entries && chosen && (
        <div className={styles.columns}>
          <MailboxCards entries={entries} chosen={chosen.mailbox.address} choose={(address) => go("mailboxes", address)} />
          {chosen.mailbox.kind === "organisation" ? (
            <OrganisationPanel key={chosen.account.id} entry={chosen} changed={live.reload} />
          ) : (
            <MailboxPanel key={chosen.mailbox.address} entry={chosen} copies={copies} changed={live.reload} />
          )}
        </div>
      )}
      {!entries && !live.problem && (
        <Later>
          <Skeleton aria-label={t("shell:loading")} className={styles.columns}>
            <SkeletonItem style={{ height: 58 }} />
            <SkeletonItem style={{ height: "100%" }} />
          </Skeleton>
        </Later>
      )}
    </Page>
  );
}
