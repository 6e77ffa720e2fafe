import type { Problem } from "./types";

/** The methods of the Go struct face.API, as Wails puts them on the window. */
type Methods = Record<string, ((...args: unknown[]) => Promise<unknown>) | undefined>;

interface Host {
  go?: { face?: { API?: Methods } };
  runtime?: {
    EventsOnMultiple?: (name: string, heard: (...data: unknown[]) => void, times: number) => () => void;
  };
}

const host = (): Host => window as unknown as Host;

/** A call that the back end refused, with the problem in the user's words. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = "Refused";
    this.problem = problem;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}

/** problemOf turns whatever was thrown into a problem. What is no problem of Go's keeps its text as the detail. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Refused) return thrown.problem;
  if (isProblem(thrown)) return thrown;
  try {
    // Wails rejects with an Error whose message is what Go answered.
    const parsed: unknown = JSON.parse(thrown instanceof Error ? thrown.message : String(thrown));
    if (isProblem(parsed)) return parsed;
  } catch {
    // not JSON: a text for the detail
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { code: "unexpected", message: "", remedy: "", who: "support", detail: text, link: "", since: "", retry: "" };
}

/** call asks the back end. A refusal is thrown as Refused. */
export async function call<T>(method: string, ...args: unknown[]): Promise<T> {
  const bound = host().go?.face?.API?.[method];
  if (!bound) throw new Refused(problemOf(new Error(`the back end has no method ${method}`)));
  try {
    return (await bound(...args)) as T;
  } catch (thrown) {
    throw new Refused(problemOf(thrown));
  }
}

/** listen hears every event of the back end until the function that it gives is called. */
export function listen<T>(heard: (event: T) => void): () => void {
  const on = host().runtime?.EventsOnMultiple;
  if (!on) return () => undefined;
  return on("postroom", (data) => heard(data as T), -1);
}
