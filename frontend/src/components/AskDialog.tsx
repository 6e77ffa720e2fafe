import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../backend/types";
import { Problems } from "./ProblemBox";
import { useReturnFocus } from "./useReturnFocus";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: "12px" },
  points: { margin: 0, paddingLeft: "20px", display: "flex", flexDirection: "column", gap: "4px" },
});

interface Props {
  title: string;
  /** What it means if the person goes on, a line each. */
  points?: readonly string[];
  children?: ReactNode;
  problem?: Problem | undefined;
  /** A button before the two that there always are. */
  more?: ReactNode;
  /** What the button says that goes on. */
  label: string;
  /** The person can go on. */
  ready?: boolean;
  /** It has fields: Enter in one of them goes on, too. The program says what is wrong with what they hold. */
  form?: boolean;
  close: () => void;
  act: () => void;
}

/** AskDialog asks the person something before they go on, or leave it. It is there only while it is open. */
export function AskDialog({ title, points, children, problem, more, label, ready = true, form = false, close, act }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  useReturnFocus();
  const body = (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={styles.content}>
        {points && (
          <ul className={styles.points}>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        )}
        {children}
        <Problems list={[problem]} />
      </DialogContent>
      <DialogActions fluid>
        {more}
        <Button onClick={close}>{t("shell:cancel")}</Button>
        <Button appearance="primary" disabledFocusable={!ready} {...(form ? { type: "submit" } : { onClick: act })}>
          {label}
        </Button>
      </DialogActions>
    </DialogBody>
  );
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        {form ? (
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              if (ready) act();
            }}
          >
            {body}
          </form>
        ) : (
          body
        )}
      </DialogSurface>
    </Dialog>
  );
}
