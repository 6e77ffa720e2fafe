import { useCallback, useEffect, useState } from "react";
import { useRoute } from "../../app/route";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import { ClientPageView } from "./ClientPage";
import { allClients, ClientsView } from "./ClientsView";
import { Frame } from "./Frame";
import { ListView } from "./ListView";
import { goView, placeOf } from "./places";
import { RulesView } from "./RulesView";
import { TalksView } from "./TalksView";
import { TeamView } from "./TeamView";
import { WorkContext } from "./work";
import { WorkView } from "./WorkView";

/** ProcessingRoom shows what there is to do, which mail belongs to whom, the conversations, the clients, and the team. */
export default function ProcessingRoom() {
  const { view, id, client } = placeOf(useRoute().place);
  // What is looked for stays while the person looks at one of them.
  const clients = useState(allClients);
  const work = useLive(
    useCallback(() => api.MyWork(0, 1), []),
    (event) => event.kind === "processing" || event.kind === "talk",
  );
  const first = work.value ? (work.value.total > 0 ? "work" : "list") : work.problem && "list";
  useEffect(() => {
    if (!view && first) goView(first);
  }, [view, first]);
  const shown = {
    "": <Frame view={first ?? "list"}>{null}</Frame>,
    work: <WorkView />,
    list: <ListView chosen={id} client={client} />,
    talks: <TalksView chosen={id} client={client} />,
    clients: id ? <ClientPageView key={id} id={id} /> : <ClientsView wished={clients} />,
    team: <TeamView />,
    rules: <RulesView />,
  };
  return <WorkContext value={work.value}>{shown[view]}</WorkContext>;
}
