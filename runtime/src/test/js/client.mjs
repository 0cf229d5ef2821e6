/** The client as it is, or another build of it. */
export const { connect, CommandError } = await import(process.env.CHANNEL_BOX_CLIENT ?? "../../main/js/channel-box.js");
