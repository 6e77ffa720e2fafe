import { useEffect, useState } from "react";
import { useRoute } from "../../app/route";
import { InvoicesView } from "./InvoicesView";
import { MailView } from "./MailView";
import { everything } from "./query";

/** DocumentsRoom finds filed mails and invoices, and shows them. */
export default function DocumentsRoom() {
  const { place } = useRoute();
  // What is looked for stays while the person looks at the invoices.
  const wished = useState(everything);
  const [head = "", client = ""] = place.split(":");
  const [, setWish] = wished;
  const ofClient = head === "client";
  const text = head === "find" ? place.slice(head.length + 1) : "";
  useEffect(() => {
    if (ofClient) setWish({ ...everything, client });
    else if (text) setWish({ ...everything, text });
  }, [ofClient, client, text, setWish]);
  return head === "invoices" ? <InvoicesView key={client} client={client} /> : <MailView place={ofClient || text ? "" : place} wished={wished} />;
}
