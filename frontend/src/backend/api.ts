import { call } from "./bridge";
import type { API } from "./face";

const methods = new Map<string | symbol, (...args: unknown[]) => Promise<unknown>>();

/**
 * api asks the program: its methods are those of the Go struct face.API. Each is one function for good, so that it can
 * be handed to useLive; a refusal is thrown as Refused.
 */
export const api: API = new Proxy({} as API, {
  get(_, name) {
    let method = methods.get(name);
    if (!method) {
      method = (...args) => call(String(name), ...args);
      methods.set(name, method);
    }
    return method;
  },
});
