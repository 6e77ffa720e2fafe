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
  useEffect(() => {
    if (ofClient) setWish({ ...everything, client });
  }, [ofClient, client, setWish]);
  return head === "invoices" ? <InvoicesView key={client} client={client} /> : <MailView place={ofClient ? "" : place} wished={wished} />;
}
