import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  FolderProhibitedRegular,
  KeyRegular,
  MailErrorRegular,
  MailArrowUpRegular,
  MailInboxRegular,
  PeopleListRegular,
  PlugDisconnectedRegular,
  ShieldErrorRegular,
  StorageRegular,
} from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Need } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { addressesOf, formOf } from "../mailboxes/organisation/places";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "16px" },
  need: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "12px" },
  sign: {
    display: "grid",
    placeItems: "center",
    flexShrink: 0,
    width: "36px",
    height: "36px",
    borderRadius: "50%",
    fontSize: "20px",
    lineHeight: 0,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground1,
  },
  bad: { backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
  words: { flex: "1 1 200px", minWidth: 0, overflowWrap: "anywhere" },
  title: { fontWeight: tokens.fontWeightSemibold, lineHeight: "20px" },
  text: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  button: { flexShrink: 0, whiteSpace: "nowrap" },
});

const signs = {
  signIn: PlugDisconnectedRegular,
  destination: StorageRegular,
  mailbox: MailInboxRegular,
  folder: FolderProhibitedRegular,
  failures: MailErrorRegular,
  register: ShieldErrorRegular,
  credential: KeyRegular,
  addresses: PeopleListRegular,
  note: MailArrowUpRegular,
} as const;

const known = ["reauthenticate", "tryAgain", "showFailures", "chooseDestination", "openMailbox", "sentCopies", "verify", "renew", "openAddresses"] as const;

interface Props {
  needs: Need[];
  showFailures: () => void;
}

/** NeedList shows what needs the person, each with exactly one button; the first is the screen's next step. */
export function NeedList({ needs, showFailures }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { reauthenticate, overview } = useShell();
  const act = useAction(async (need: Need) => {
    switch (need.action) {
      case "reauthenticate":
        reauthenticate(need.target);
        break;
      case "tryAgain":
        await api.SyncNow();
        overview.reload();
        break;
      case "showFailures":
        showFailures();
        break;
      case "openMailbox":
        go("mailboxes", need.target);
        break;
      case "sentCopies":
        go("mailboxes", `copies:${need.target}`);
        break;
      case "renew":
        go("mailboxes", formOf(need.target));
        break;
      case "openAddresses":
        go("mailboxes", addressesOf(need.target));
        break;
      default: // chooseDestination, verify
        go("settings", need.action);
    }
  });
  return (
    <>
      {act.problem && <ProblemBox problem={act.problem} />}
      <ul className={styles.list}>
        {needs.map((need, i) => {
          const Sign = signs[need.kind as keyof typeof signs] ?? MailInboxRegular;
          const action = known.find((k) => k === need.action) ?? "tryAgain";
          return (
            <li key={`${need.kind} ${need.target}`} className={styles.need}>
              <span className={mergeClasses(styles.sign, need.kind === "signIn" && styles.bad)} aria-hidden>
                <Sign />
              </span>
              <div className={styles.words}>
                <div className={styles.title}>{need.title}</div>
                <div className={styles.text}>{need.text}</div>
              </div>
              <Button
                className={styles.button}
                appearance={i === 0 ? "primary" : "secondary"}
                disabledFocusable={act.busy}
                onClick={() => void act.run(need)}
              >
                {t(`overview:action.${action}`)}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
