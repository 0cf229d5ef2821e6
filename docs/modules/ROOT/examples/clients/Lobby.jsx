import { useChannelBox } from "./useChannelBox.js";

export function Lobby({ room, name }) {
  const { client, state, messages } = useChannelBox(`/ws/chat/${room}`);

  const send = (form) => client.send({ username: name, message: form.get("message") });

  return (
    <main>
      <p>You are <output>{state}</output> in {room}.</p>
      <ol>{messages.map(({ id, data }) => <li key={id}>{data.username}: {data.message}</li>)}</ol>
      <form action={send}><input name="message" required /> <button disabled={state !== "open"}>Send</button></form>
    </main>
  );
}
