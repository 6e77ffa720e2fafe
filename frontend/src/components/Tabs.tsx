import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { KeyboardEvent } from "react";

const useStyles = makeStyles({
  list: { display: "flex", flex: "1 1 auto", minWidth: 0 },
  tab: {
    padding: "6px 8px",
    border: "none",
    borderRadius: tokens.borderRadiusMedium,
    background: "none",
    font: "inherit",
    fontSize: "12px",
    lineHeight: "16px",
    color: tokens.colorNeutralForeground2,
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  large: { padding: "8px 12px", fontSize: "14px", lineHeight: "20px" },
  here: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 0 -2px 0 ${tokens.colorCompoundBrandStroke}`,
    borderRadius: 0,
    "@media (forced-colors: active)": { textDecoration: "underline" },
  },
});

interface Props<T extends string> {
  /** Of what the tabs lead to: its id is this and "panel". */
  id: string;
  label: string;
  tabs: readonly T[];
  nameOf: (tab: T) => string;
  here: T;
  choose: (tab: T) => void;
  large?: boolean;
}

/** Tabs chooses one of a few views; the arrows lead from one to the next. */
export function Tabs<T extends string>({ id, label, tabs, nameOf, here, choose, large = false }: Props<T>) {
  const styles = useStyles();
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs[(tabs.indexOf(here) + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    choose(next);
    document.getElementById(`${id}${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={styles.list} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}${tab}`}
          aria-selected={tab === here}
          aria-controls={tab === here ? `${id}panel` : undefined}
          tabIndex={tab === here ? 0 : -1}
          className={mergeClasses(styles.tab, large && styles.large, tab === here && styles.here)}
          onClick={() => choose(tab)}
        >
          {nameOf(tab)}
        </button>
      ))}
    </div>
  );
}
