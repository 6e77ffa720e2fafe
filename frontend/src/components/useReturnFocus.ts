import { useEffect, useState } from "react";

/** origin is what has the focus; of an item of a menu, which is about to go, it is the button of that menu. */
function origin(): Element | null {
  const active = document.activeElement;
  const button = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return (button && document.getElementById(button)) || active;
}

/** useReturnFocus gives the focus back, when what uses it is gone, to whatever had it before: for a dialog that exists only while it is open. */
export function useReturnFocus(): void {
  const [before] = useState(origin);
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
