import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { problemOf } from "../../backend/bridge";
import { type Action, useAction } from "../../backend/live";

/** useUndo takes back what was decided last, and says what came of it. */
export function useUndo(): () => void {
  const { t } = useTranslation();
  const { done } = useShell();
  return () => {
    api.UndoProcessing().then(
      () => done(t("processing:undone")),
      (thrown: unknown) => done(problemOf(thrown).message || t("shell:problem.unexpected")),
    );
  };
}

/**
 * useFix does what a person decides, says how many other mails waited for it, and offers to take it back. What act gives
 * is the number of mails; text says what was done, where that is not seen.
 */
export function useFix<A extends unknown[]>(act: (...args: A) => Promise<number>, text?: string, then?: () => void): Action<A> {
  const { t } = useTranslation();
  const { done } = useShell();
  const undo = useUndo();
  return useAction(async (...args: A) => {
    const n = await act(...args);
    const said = text ?? t("processing:fixed");
    done(n > 0 ? `${said} ${t("processing:settled", { count: n })}` : said, undo);
    then?.();
  });
}
