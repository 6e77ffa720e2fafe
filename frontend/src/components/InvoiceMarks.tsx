import { Checkbox, DrawerBody, makeStyles, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../app/context";
import { api } from "../backend/api";
import { useAction, useLive } from "../backend/live";
import { ProblemBox } from "./ProblemBox";
import { SidePanel } from "./SidePanel";

const useStyles = makeStyles({
  text: { margin: "0 0 12px", color: tokens.colorNeutralForeground2 },
  list: { listStyleType: "none", margin: 0, padding: 0, overflowWrap: "anywhere" },
  folders: { listStyleType: "none", margin: "0 0 8px", padding: "0 0 0 28px", fontSize: "12px" },
});

const keyOf = (address: string, folder: string): string => `${address} ${folder}`;

interface Props {
  /** Only this mailbox; without, all. */
  mailbox?: string;
  close: () => void;
}

/** InvoiceMarks takes the mailboxes and folders in which invoices are expected. */
export function InvoiceMarks({ mailbox, close }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { app } = useShell();
  const marks = useLive(api.InvoiceMarks, (event) => event.kind === "marks");
  const accounts = useLive(api.Accounts, (event) => event.kind === "account");
  const sources = useLive(api.DocumentFilters, (event) => event.kind === "documents");
  // What the person has just set is shown at once, and goes back if the program refuses it.
  const [wanted, setWanted] = useState<ReadonlyMap<string, boolean>>(new Map());
  const set = useAction(async (address: string, folder: string, on: boolean) => {
    const want = (value: boolean): void => setWanted((was) => new Map(was).set(keyOf(address, folder), value));
    want(on);
    try {
      await api.MarkInvoices(address, folder, on);
    } catch (refused) {
      want(!on);
      throw refused;
    }
  });
  const isMarked = (address: string, folder: string): boolean => wanted.get(keyOf(address, folder)) ?? marks.value?.some((m) => m.mailbox.toLowerCase() === address.toLowerCase() && m.folder === folder) ?? false;
  const all = (accounts.value ?? []).flatMap((a) => a.mailboxes).map((m) => m.address);
  const shown = [...new Set(all)].filter((address) => !mailbox || address === mailbox);
  const box = (address: string, folder: string) => (
    <Checkbox
      label={folder || address}
      checked={isMarked(address, folder)}
      disabled={!app.access.may || !marks.value}
      onChange={(_, data) => void set.run(address, folder, data.checked === true)}
    />
  );
  return (
    <SidePanel title={t("invoices:marks.title")} close={close}>
      <DrawerBody>
        <p className={styles.text}>{t("invoices:marks.text")}</p>
        {[set.problem, marks.problem ?? accounts.problem ?? sources.problem, app.access.may ? undefined : app.access.problem].map(
          (problem, i) =>
            problem && (
              <div key={i} role="alert">
                <ProblemBox problem={problem} />
              </div>
            ),
        )}
        <ul className={styles.list}>
          {shown.map((address) => {
            const known = sources.value?.mailboxes.find((m) => m.address.toLowerCase() === address.toLowerCase())?.folders.map((f) => f.path) ?? [];
            const marked = (marks.value ?? []).filter((m) => m.mailbox.toLowerCase() === address.toLowerCase() && m.folder).map((m) => m.folder);
            const folders = isMarked(address, "") ? [] : [...new Set([...known, ...marked])];
            return (
              <li key={address}>
                {box(address, "")}
                {folders.length > 0 && (
                  <ul className={styles.folders} aria-label={t("invoices:marks.folders", { mailbox: address })}>
                    {folders.map((folder) => (
                      <li key={folder}>{box(address, folder)}</li>
                    ))}
                  </ul>
                )}
              </li>
            );
          })}
        </ul>
      </DrawerBody>
    </SidePanel>
  );
}
