import { type ReactNode, useEffect, useState } from "react";

/** Later shows its children after a moment: what comes at once needs no sign that it is coming. */
export function Later({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setDue(true), 250);
    return () => window.clearTimeout(timer);
  }, []);
  return due ? children : null;
}
