import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  ArrowSyncCircleFilled,
  CheckmarkCircleFilled,
  CircleRegular,
  ClockFilled,
  CloudOffFilled,
  ErrorCircleFilled,
  PauseCircleFilled,
  WarningFilled,
} from "@fluentui/react-icons";

const useStyles = makeStyles({
  icon: { fontSize: "16px", flexShrink: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  busy: { color: tokens.colorCompoundBrandForeground1 },
  calm: { color: tokens.colorNeutralForeground3 },
  warn: { color: tokens.colorStatusWarningForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

const marks = {
  notConnected: [CircleRegular, "calm"],
  upToDate: [CheckmarkCircleFilled, "good"],
  working: [ArrowSyncCircleFilled, "busy"],
  paused: [PauseCircleFilled, "calm"],
  waiting: [ClockFilled, "calm"],
  offline: [CloudOffFilled, "warn"],
  signIn: [ErrorCircleFilled, "bad"],
  attention: [ErrorCircleFilled, "bad"],
  note: [WarningFilled, "warn"],
} as const;

/** StateIcon is the small mark of a state. The words beside it say the same. */
export function StateIcon({ state, className }: { state: string; className?: string }) {
  const styles = useStyles();
  const [Icon, tone] = marks[state as keyof typeof marks] ?? marks.attention;
  return <Icon aria-hidden className={mergeClasses(styles.icon, styles[tone], className)} />;
}
