import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import { documentAnswers } from "./documents";
import { install } from "./fixtures";
import { processingAnswers, team } from "./processing";

describe("a member whose address has changed", () => {
  it("shows both addresses, and the other can be taken away", async () => {
    window.location.hash = "#/processing/team";
    const [jan] = team().members;
    const moved = { ...team(), members: [{ ...jan!, also: ["j.vermeer@kantoor.example", "jan@new.example"] }] };
    const fake = install({ ...documentAnswers(), ...processingAnswers(), Team: async () => moved });
    render(<App />);
    const user = userEvent.setup();
    await screen.findByText(/jan@kantoor\.example · j\.vermeer@kantoor\.example · jan@new\.example/);
    await user.click(screen.getByRole("button", { name: "Change Jan Vermeer" }));
    const dialog = await screen.findByRole("dialog", { hidden: true });
    const field = within(dialog).getByRole("textbox", { hidden: true, name: /^Other mail addresses/ });
    await user.clear(field);
    await user.type(field, "jan@new.example");
    await user.click(within(dialog).getByRole("button", { hidden: true, name: "Save" }));
    await waitFor(() => expect(fake.asked.filter((a) => a.method === "SaveMember").map((a) => a.args[0])).toMatchObject([{ address: "jan@kantoor.example", also: ["jan@new.example"] }]));
  });
});
