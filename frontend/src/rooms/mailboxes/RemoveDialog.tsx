import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { AskDialog } from "../../components/AskDialog";
import { Spinner } from "../../components/Spinner";
import type { Entry } from "./entries";

interface Props {
  entry: Entry;
  changed: () => void;
  close: () => void;
}

/** RemoveDialog says what ends and what stays before a shared mailbox is removed. */
export function RemoveDialog({ entry, changed, close }: Props) {
  const { t } = useTranslation();
  const { account, mailbox } = entry;
  const { overview, done } = useShell();
  const act = useAction(async () => {
    const { left } = await api.RemoveShared(account.id, mailbox.address);
    close();
    const named = { address: mailbox.address };
    done(left > 0 ? t("shared:remove.doneLeft", { ...named, count: left }) : t("shared:remove.done", named));
    changed();
    overview.reload();
    go("mailboxes", account.address);
  });
  const stop = () => {
    if (act.busy) void api.Cancel("remove").catch(() => undefined);
    else close();
  };
  return (
    <AskDialog
      title={t("shared:remove.ask", { address: mailbox.address })}
      points={[t("shared:remove.ends"), t("shared:remove.files"), t("shared:remove.others", { account: account.address }), t("shared:remove.again")]}
      problem={act.problem}
      label={t("shared:remove.button")}
      ready={!act.busy}
      close={stop}
      act={() => void act.run()}
    >
      {act.busy && <Spinner size="tiny" label={t("shared:remove.running")} />}
    </AskDialog>
  );
}
