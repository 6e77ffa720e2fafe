import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, tokens } from "@fluentui/react-components";
import { QuestionCircleRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  tips: { maxWidth: "min(440px, 90vw)", maxHeight: "70vh", overflowY: "auto" },
  item: { maxWidth: "none" },
  lead: { margin: "4px 8px 8px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  tip: { display: "grid", gridTemplateColumns: "150px minmax(0, 1fr)", gap: "0 12px", alignItems: "baseline" },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: "12px", overflowWrap: "anywhere" },
  does: { fontSize: "12px", lineHeight: "16px", whiteSpace: "normal", color: tokens.colorNeutralForeground2 },
});

/** What each tip puts into the box. */
const tips = {
  phrase: '""',
  not: "-",
  from: "from:",
  to: "to:",
  subject: "subject:",
  invoice: "has:invoice ",
  kind: "kind:",
  after: "after:",
  before: "before:",
  in: "in:",
} as const;

/** Tips explains what a search understands; a tip that is chosen begins it in the box. */
export function Tips({ insert }: { insert: (text: string) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const label = t("documents:tips.title");
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<QuestionCircleRegular />} aria-label={label} title={label} />
      </MenuTrigger>
      <MenuPopover className={styles.tips}>
        <section aria-label={label}>
          <p className={styles.lead}>{t("documents:tips.lead")}</p>
          <MenuList>
            {(Object.keys(tips) as (keyof typeof tips)[]).map((tip) => (
              <MenuItem key={tip} className={styles.item} onClick={() => insert(tips[tip])}>
                <span className={styles.tip}>
                  <span className={styles.code}>{t(`documents:tips.${tip}.example`)}</span>
                  <span className={styles.does}>{t(`documents:tips.${tip}.text`)}</span>
                </span>
              </MenuItem>
            ))}
          </MenuList>
        </section>
      </MenuPopover>
    </Menu>
  );
}
