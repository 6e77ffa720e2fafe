import { useState } from "react";
import { useRoute } from "../../app/route";
import { InvoicesView } from "./InvoicesView";
import { MailView } from "./MailView";
import { everything } from "./query";

/** DocumentsRoom finds filed mails and invoices, and shows them. */
export default function DocumentsRoom() {
  const { place } = useRoute();
  // What is looked for stays while the person looks at the invoices.
  const wished = useState(everything);
  return place === "invoices" ? <InvoicesView /> : <MailView place={place} wished={wished} />;
}
