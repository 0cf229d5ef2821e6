// tag::served[]
import { connect } from "channel-box";
connect("/ws/chat/lobby").on("message", ({ data }) => console.log(data));
// end::served[]
