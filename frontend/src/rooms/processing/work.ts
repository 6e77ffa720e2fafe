import { createContext } from "react";
import type { WorkPage } from "../../backend/types";

/** What who is signed in has to do, as far as it is known. */
export const WorkContext = createContext<WorkPage | undefined>(undefined);
