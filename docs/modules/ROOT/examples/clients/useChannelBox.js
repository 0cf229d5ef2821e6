import { useEffect, useState } from "react";
import { connect } from "channel-box";

/** A client for as long as the component is there, its state, and the messages since then. */
export function useChannelBox(url) {
  const [client, setClient] = useState();
  const [state, setState] = useState("connecting");
  const [messages, setMessages] = useState([]);

  useEffect(() => {
    const client = connect(url);
    client.on("state", (event) => setState(event.state));
    client.on("message", (message) => setMessages((all) => [...all, message]));
    setClient(client);
    setState(client.state);
    setMessages([]);
    return () => client.close();
  }, [url]);

  return { client, state, messages };
}
