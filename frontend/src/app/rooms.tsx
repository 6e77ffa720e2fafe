import type { FluentIcon } from "@fluentui/react-icons";
import {
  ClipboardCheckmarkFilled,
  ClipboardCheckmarkRegular,
  DocumentSearchFilled,
  DocumentSearchRegular,
  HomeFilled,
  HomeRegular,
  MailInboxFilled,
  MailInboxRegular,
  PeopleFilled,
  PeopleRegular,
  SettingsFilled,
  SettingsRegular,
} from "@fluentui/react-icons";
import { type ComponentType, useEffect, useState } from "react";
import type { Overview } from "../backend/types";

/** A room of the app: one line in the navigation. */
export interface Room {
  id: string;
  /** Key of its name. */
  name: string;
  icon: FluentIcon;
  iconHere: FluentIcon;
  load: () => Promise<{ default: ComponentType }>;
  /** How many things in it need the person. */
  badge?: (overview: Overview) => number;
}

const overview: Room = {
  id: "overview",
  name: "shell:room.overview",
  icon: HomeRegular,
  iconHere: HomeFilled,
  load: () => import("../rooms/overview/OverviewRoom"),
  badge: (o) => o.needs.length,
};

const mailboxes: Room = {
  id: "mailboxes",
  name: "shell:room.mailboxes",
  icon: MailInboxRegular,
  iconHere: MailInboxFilled,
  load: () => import("../rooms/mailboxes/MailboxesRoom"),
};

const documents: Room = {
  id: "documents",
  name: "shell:room.documents",
  icon: DocumentSearchRegular,
  iconHere: DocumentSearchFilled,
  load: () => import("../rooms/documents/DocumentsRoom"),
};

const processing: Room = {
  id: "processing",
  name: "shell:room.processing",
  icon: ClipboardCheckmarkRegular,
  iconHere: ClipboardCheckmarkFilled,
  load: () => import("../rooms/processing/ProcessingRoom"),
  badge: (o) => o.open,
};

const people: Room = {
  id: "people",
  name: "shell:room.people",
  icon: PeopleRegular,
  iconHere: PeopleFilled,
  load: () => import("../rooms/people/PeopleRoom"),
};

const settings: Room = {
  id: "settings",
  name: "shell:room.settings",
  icon: SettingsRegular,
  iconHere: SettingsFilled,
  load: () => import("../rooms/settings/SettingsRoom"),
};

/** The rooms in the order of the navigation. The first is where the app opens. */
export const rooms: [Room, ...Room[]] = [overview, mailboxes, documents, processing, people, settings];

/** Rooms whose code is here. */
const loaded = new Map<string, ComponentType>();

async function load(room: Room): Promise<ComponentType> {
  const { default: shown } = await room.load();
  loaded.set(room.id, shown);
  return shown;
}

/** loadAhead loads the rooms that the person has not opened yet, so that they open at once. */
export function loadAhead(): void {
  // A room that can't be loaded says so when it is opened.
  for (const room of rooms) load(room).catch(() => undefined);
}

/**
 * RoomView shows a room, and loads it first if need be. React's own lazy and Suspense hold back what comes after a
 * fallback by 300 ms, also when the code is here already.
 */
export function RoomView({ room }: { room: Room }) {
  const [state, setState] = useState<{ shown?: ComponentType | undefined; thrown?: unknown }>({ shown: loaded.get(room.id) });
  const here = state.shown !== undefined;
  useEffect(() => {
    if (here) return undefined;
    let current = true;
    load(room).then(
      (shown) => current && setState({ shown }),
      (thrown: unknown) => current && setState({ thrown }),
    );
    return () => {
      current = false;
    };
  }, [room, here]);
  if (state.thrown !== undefined) throw state.thrown; // to the error boundary
  return state.shown ? <state.shown /> : null;
}
