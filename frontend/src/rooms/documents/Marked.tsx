import { makeStyles, tokens } from "@fluentui/react-components";
import type { Span } from "../../backend/types";

const useStyles = makeStyles({
  hit: { backgroundColor: tokens.colorPaletteYellowBackground2, color: tokens.colorNeutralForeground1, borderRadius: "2px", "@media (forced-colors: active)": { backgroundColor: "Mark", color: "MarkText" } },
});

/** Marked is plain text in which what was looked for is marked. */
export function Marked({ spans }: { spans: readonly Span[] }) {
  const styles = useStyles();
  return (
    <>
      {spans.map((span, i) =>
        span.hit ? (
          <mark key={i} className={styles.hit}>
            {span.text}
          </mark>
        ) : (
          span.text
        ),
      )}
    </>
  );
}
