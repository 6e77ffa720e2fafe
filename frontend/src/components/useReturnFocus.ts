import { useEffect, useState } from "react";

/** useReturnFocus gives the focus back, when what uses it is gone, to whatever had it before: for a dialog that exists only while it is open. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const lost = !document.activeElement || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}
