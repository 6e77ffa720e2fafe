import { useRoute } from "../../app/route";
import { ClientsView } from "./ClientsView";
import { ListView } from "./ListView";
import { placeOf } from "./places";
import { TeamView } from "./TeamView";

/** ProcessingRoom shows which mail belongs to whom, the clients, and the team. */
export default function ProcessingRoom() {
  const { view, id } = placeOf(useRoute().place);
  if (view === "clients") return <ClientsView chosen={id} />;
  return view === "team" ? <TeamView /> : <ListView chosen={id} />;
}
