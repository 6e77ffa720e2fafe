import { useTranslation } from "react-i18next";
import { AskDialog } from "../../../components/AskDialog";

interface Props {
  addresses: readonly string[];
  close: () => void;
  deactivate: () => void;
}

/** DeactivateDialog says what ends and what stays before mailboxes of an organisation are no longer read. */
export function DeactivateDialog({ addresses, close, deactivate }: Props) {
  const { t } = useTranslation();
  return (
    <AskDialog
      title={t("organisation:deactivate.ask", { count: addresses.length, address: addresses[0] })}
      points={[t("organisation:deactivate.ends"), t("organisation:deactivate.first"), t("organisation:deactivate.stays"), t("organisation:deactivate.again")]}
      label={t("organisation:addresses.deactivate")}
      close={close}
      act={deactivate}
    />
  );
}
