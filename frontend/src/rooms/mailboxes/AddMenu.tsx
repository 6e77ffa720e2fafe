import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { AddRegular, BriefcaseRegular, BuildingRegular, type FluentIcon, MailMultipleRegular, PersonRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import type { Account } from "../../backend/types";
import { canShare } from "../../connect/SharedFlow";
import { addOrganisation } from "./organisation/places";

const useStyles = makeStyles({
  // Two lines an item: what it is, and whom it is for.
  list: { maxWidth: "380px" },
  // It stands in the page, where a landmark holds it, and above all that is positioned there.
  above: { zIndex: 10 },
});

/** Choice is one way to a mailbox. */
interface Choice {
  id: "work" | "personal" | "shared" | "organisation";
  icon: FluentIcon;
  begin: () => void;
}

/** AddMenu is the one place where mailboxes are added: what there is to choose from, each with a line that says whom it is for. */
export function AddMenu({ accounts }: { accounts: readonly Account[] }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { app, connect, addShared } = useShell();
  const choices: Choice[] = [];
  if (app.kinds.includes("work")) choices.push({ id: "work", icon: BriefcaseRegular, begin: () => connect("work") });
  if (app.kinds.includes("personal")) choices.push({ id: "personal", icon: PersonRegular, begin: () => connect("personal") });
  if (app.access.may && accounts.some(canShare)) choices.push({ id: "shared", icon: MailMultipleRegular, begin: () => addShared() });
  if (app.access.may) choices.push({ id: "organisation", icon: BuildingRegular, begin: addOrganisation });
  return (
    <Menu inline>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<AddRegular />}>{t("mailboxes:adding.button")}</Button>
      </MenuTrigger>
      <MenuPopover className={styles.above}>
        <MenuList className={styles.list}>
          {choices.map(({ id, icon: Icon, begin }) => (
            <MenuItem key={id} icon={<Icon />} subText={t(`mailboxes:adding.${id}.text`)} onClick={begin}>
              {t(`mailboxes:adding.${id}.name`)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
