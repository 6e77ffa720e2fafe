import "@fontsource-variable/inter/wght.css";
import "./main.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { speak } from "./i18n";
import { startLanguage } from "./i18n/start";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");

// The texts of the system's language first, so that even "the back end doesn't answer" is said in it.
await speak(startLanguage(navigator.languages));
createRoot(root).render(<App />);
