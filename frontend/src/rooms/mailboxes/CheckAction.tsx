import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Action } from "../../backend/types";
import { CopyButton } from "../../components/CopyButton";
import { formOf } from "./organisation/places";

interface Props {
  action: Action;
  /** Closes what hides the room that the action leads to. */
  close: () => void;
}

/** CheckAction is the button that cures what a check has found. What has none is told in words. */
export function CheckAction({ action: { kind, target }, close }: Props) {
  const { t } = useTranslation();
  const { connect, reauthenticate, addShared, done } = useShell();
  const sync = useAction(async () => {
    await api.SyncNow();
    done(t("mailboxes:syncStarted"));
  });
  const button = (label: string, act: () => void) => (
    <Button size="small" onClick={act}>
      {label}
    </Button>
  );
  const lead = (label: string, to: () => void) =>
    button(label, () => {
      close();
      to();
    });
  switch (kind) {
    case "connect":
      return lead(t("mailboxes:none.connect"), () => connect());
    case "reauthenticate":
      return lead(t("mailboxes:reauthenticate"), () => reauthenticate(target));
    case "addShared":
      return lead(t("shared:askAgain"), () => addShared({ mailbox: target }));
    case "renew":
      return lead(t("organisation:renew"), () => go("mailboxes", formOf(target)));
    case "openPage":
      return <CopyButton text={target} label={t("mailboxes:check.copyLink")} />;
    case "openSettings":
      return lead(t("shell:room.settings"), () => go("settings"));
    case "openMailbox":
      return lead(t("overview:action.openMailbox"), () => go("mailboxes", target));
    case "chooseFolder":
      return lead(t("mailboxes:check.chooseFolder"), () => go("settings", "chooseDestination"));
    case "showFailures":
      return lead(t("overview:action.showFailures"), () => go("overview"));
    case "verify":
      return lead(t("overview:action.verify"), () => go("settings", "verify"));
    case "sync":
      return button(t("mailboxes:syncNow"), () => void sync.run());
    default:
      return null;
  }
}
