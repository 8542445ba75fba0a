/** What people read instead of the API's own words, by its error code. Source: Discord documentation, "JSON Error Codes". */
const sentences: ReadonlyMap<number, string> = new Map([
  [10003, 'This channel is gone.'],
  [10007, 'This person is not a member of the server.'],
  [10008, 'This message is gone.'],
  [10013, 'There is no such person.'],
  [10014, 'There is no such emoji here.'],
  [10062, 'It took too long: this can no longer be answered. Try again.'],
  [10063, 'This command is gone. Type / to see the commands there are now.'],
  [20016, 'Slow mode is on in this channel. Wait a moment before you write again.'],
  [30003, 'This channel has as many pins as it can hold. Unpin something first.'],
  [30010, 'This message has as many kinds of reaction as it can hold.'],
  [40005, 'This file is too large.'],
  [50001, "You can't see this channel."],
  [50006, 'Write something, or add a file.'],
  [50007, "This person doesn't take direct messages."],
  [50013, "You don't have permission to do this here."],
  [50045, 'This file is too large.'],
  [50083, 'This thread is archived. Open it again first.'],
  [160005, 'This thread is locked.'],
  [160014, "You can't forward a message that you can't read."],
  [200000, 'AutoMod blocked this message.'],
  [240000, 'This message was blocked because it holds a harmful link.'],
]);

export const UNREACHABLE = 'Local Discord does not answer. Is it still running?';

export const NOT_CONNECTED = 'You are not connected right now, so nothing was sent. Try again once you are online.';

/** What went wrong, for a person: by the code where it is known, else in the API's own words. */
export const errorSentence = (status: number, code: number, message: string | undefined): string => {
  const known = sentences.get(code);
  if (known !== undefined) return known;
  if (message !== undefined && status < 500) return message;
  return status >= 500
    ? `Local Discord failed while it did this (status ${status}). Try again; its log says more.`
    : `This did not work (status ${status}).`;
};
