import { useTranslation } from "react-i18next";
import type { Live } from "../backend/live";
import { AgainButton, ProblemBox } from "./ProblemBox";
import { Spinner } from "./Spinner";

/** Outstanding stands where an answer will: it shows that it is under way, or why it did not come. */
export function Outstanding({ live }: { live: Live<unknown> }) {
  const { t } = useTranslation();
  if (live.problem) return <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />;
  return live.value === undefined ? <Spinner late label={t("shell:loading")} /> : null;
}
