import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { documentAnswers } from "./documents";
import { type Fake, install, problem } from "./fixtures";
import { keeping, settings, settingsAnswers } from "./settings";

async function open(at: string, answers: Partial<API> = {}) {
  window.location.hash = at;
  const fake = install({ ...settingsAnswers(settings()), ...documentAnswers(40), ...answers });
  render(<App />);
  return { fake, user: userEvent.setup() };
}

const calls = (fake: Fake, method: string): unknown[][] => fake.asked.filter((a) => a.method === method).map((a) => a.args);

afterEach(() => vi.unstubAllGlobals());

describe("a report of the check", () => {
  it("can be saved once there was one", async () => {
    const { fake, user } = await open("#/settings");
    const check = await screen.findByRole("button", { name: "Check now" });
    expect(screen.queryByRole("button", { name: "Save report…" })).toBeNull();
    await user.click(check);
    for (const [name, format] of [
      ["Page to read (HTML)", "html"],
      ["Data for programs (JSON)", "json"],
    ] as const) {
      await user.click(await screen.findByRole("button", { name: "Save report…" }));
      await user.click(await screen.findByRole("menuitem", { name }));
      await waitFor(() => expect(calls(fake, "SaveReport").at(-1)).toEqual([format]));
      await screen.findByText(`Report saved: /home/jan/verification-2026-11-20.${format}`);
    }
  });
});

describe("periods of keeping", () => {
  it("are set by a preset, by years of one's own, or not at all", async () => {
    const { fake, user } = await open("#/settings");
    await user.click(await screen.findByRole("button", { name: "Periods…" }));
    const emma = within(screen.getByRole("group", { name: "emma@kantoor.example" }));
    await user.selectOptions(emma.getByRole("combobox"), "fr-6");
    await waitFor(() => expect(calls(fake, "SetKeeping")).toEqual([["emma@kantoor.example", "fr-6", 0, false]]));
    const info = within(screen.getByRole("group", { name: "info@kantoor.example" }));
    await user.selectOptions(info.getByRole("combobox"), "own");
    const years = info.getByRole("textbox", { name: "Years" });
    await user.clear(years);
    await user.type(years, "0");
    expect((info.getByRole("button", { name: "Set" }) as HTMLButtonElement).disabled).toBe(true);
    await user.clear(years);
    await user.type(years, "12");
    await user.click(info.getByRole("button", { name: "Set" }));
    await waitFor(() => expect(calls(fake, "SetKeeping")[1]).toEqual(["info@kantoor.example", "own", 12, true]));
  });

  it("delete nothing until somebody types how many mails go", async () => {
    const { fake, user } = await open("#/settings");
    await screen.findByText("2 mails are past their period. They stay until you delete them.");
    await user.click(screen.getByRole("button", { name: "Periods…" }));
    screen.getByText("Until 31 December 2025: Jan Peeters <jan@peeters.example> – Invoice 2015-118");
    const remove = screen.getByRole("button", { name: "Delete 2 mails" }) as HTMLButtonElement;
    const box = screen.getByRole("textbox", { name: "To delete them for good, type 2" });
    expect(remove.disabled).toBe(true);
    await user.type(box, "3");
    expect(remove.disabled).toBe(true);
    await user.clear(box);
    await user.type(box, "2");
    await user.click(remove);
    await waitFor(() => expect(calls(fake, "DeleteDue")).toEqual([[2]]));
    await screen.findByText("2 mails deleted. The register says so.");
  });

  it("say that there is nothing to decide", async () => {
    await open("#/settings", { Keeping: async () => keeping({ total: 0, due: [] }) });
    await screen.findByText("Nothing has to be decided. Documents are never deleted by themselves.");
  });
});

describe("an export", () => {
  it("holds what is in the list, and says where it is", async () => {
    const { fake, user } = await open("#/documents");
    await user.click(await screen.findByRole("button", { name: "Export…" }));
    const bag = await screen.findByRole("menuitem", { name: "Mails in the list, as a BagIt bag" });
    await waitFor(() => expect(bag.getAttribute("aria-disabled")).not.toBe("true"));
    await user.click(bag);
    const dialog = within(await screen.findByRole("dialog"));
    dialog.getByText("Export 40 mails");
    await user.click(await dialog.findByRole("button", { name: "Choose where…" })); // it takes the focus first
    await dialog.findByText("40 mails with 80 files are in /home/jan/mail-export-2026-11-20.zip");
    expect(calls(fake, "Export")).toMatchObject([[{ mailbox: "", text: "" }, true]]);
  });

  it("that fails says why, and can be tried again", async () => {
    const { user } = await open("#/documents", { Export: () => Promise.reject(problem({ message: "There is something at /x.zip already." })) });
    await user.click(await screen.findByRole("button", { name: "Export…" }));
    const zip = await screen.findByRole("menuitem", { name: "Mails in the list, as a zip file" });
    await waitFor(() => expect(zip.getAttribute("aria-disabled")).not.toBe("true"));
    await user.click(zip);
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(await dialog.findByRole("button", { name: "Choose where…" })); // it takes the focus first
    await dialog.findByText("There is something at /x.zip already.");
    expect((dialog.getByRole("button", { name: "Choose where…" }) as HTMLButtonElement).disabled).toBe(false);
  });
});

describe("a timestamp authority", () => {
  it("is named by its address", async () => {
    const { fake, user } = await open("#/settings");
    const box = await screen.findByRole("textbox", { name: "Timestamp authority" });
    await user.type(box, "https://timestamp.example/tsr");
    const row = box.parentElement?.parentElement;
    if (!row) throw new Error("the box stands nowhere");
    await user.click(within(row).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(calls(fake, "SetSetting")).toEqual([["tsaURL", "https://timestamp.example/tsr"]]));
  });
});
