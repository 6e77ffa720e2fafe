import { api } from "../../backend/api";
import type { Question } from "../../backend/pages";
import type { Client, ClientPage, Conversation, ConversationPage, ConversationQuery, ProcessingMail, ProcessingPage, ProcessingQuery, WorkItem, WorkPage } from "../../backend/types";

/** The states of a mail in the order in which a person looks at them. */
export const states = ["attention", "new", "processed", "aside"] as const;
export type State = (typeof states)[number];

export const reasons = ["unknown-sender", "several-clients", "client-ended", "no-role-holder", "address-not-tied", "team-empty", "unreadable"] as const;

/** What changes the list. */
const mailKinds = ["processing", "filed", "documents"];
const clientKinds = ["processing"];
const talkKinds = ["processing", "talk"];

type MailWish = Pick<ProcessingQuery, "state" | "reason" | "mailbox" | "client" | "text">;

export function mailsOf(wish: MailWish): Question<ProcessingMail, ProcessingPage> {
  return { key: JSON.stringify(wish), ask: (offset, limit) => api.Processing({ ...wish, offset, limit }), idOf: (mail) => mail.id, kinds: mailKinds, pace: 400 };
}

export function clientsOf(text: string, state: string): Question<Client, ClientPage> {
  return { key: JSON.stringify([text, state]), ask: (offset, limit) => api.Clients({ text: text.trim(), state, offset, limit }), idOf: (client) => client.id, kinds: clientKinds, pace: 400 };
}

/** The states of a conversation in the order in which a person looks at them. */
export const standings = ["open", "waiting", "done"] as const;

type TalkWish = Omit<ConversationQuery, "offset" | "limit">;

export function talksOf(wish: TalkWish): Question<Conversation, ConversationPage> {
  return { key: JSON.stringify(wish), ask: (offset, limit) => api.Conversations({ ...wish, offset, limit }), idOf: (talk) => talk.id, kinds: talkKinds, pace: 400 };
}

export const myWork: Question<WorkItem, WorkPage> = { key: "work", ask: api.MyWork, idOf: (item) => item.id, kinds: talkKinds, pace: 400 };
