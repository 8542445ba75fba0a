/** What every client is asked to do, one after another, and what it finds when it has done it. */
export const actions = {
  'knows who it is': 'Tzurot',
  'knows the channels of its guild': 'adults general quiet staff stories',
  'fetches a member': 'ben',
  'asks the gateway for a member': 'ada',
  'sends text': 'text',
  'replies to a message': 'text',
  'sends an embed': 'A title',
  'sends a file': 'note.txt',
  'mentions two people and lets one be pinged': 'ben',
  'edits a message': 'edited',
  'reads one message': 'edited',
  'reads the history': 'edited',
  reacts: '🍵 1',
  'reads who reacted': 'Tzurot',
  'takes a reaction back': 'none',
  pins: 'edited',
  unpins: 'none',
  types: 'done',
  'deletes a message': 'gone',
  'deletes several messages': 'gone',
  'hears what a person says': 'hello',
  'hears how a person reacts': '🍵',
  'starts a thread from a message': 'corner table',
  'writes in a thread': 'in here',
  'archives a thread': 'archived',
  'posts in a forum': 'A tale',
  'makes a webhook': 'Porter',
  'speaks through a webhook': 'Lilith',
  'edits what a webhook said': 'edited',
  'deletes a webhook': 'none',
  'makes a channel': 'attic',
  'hides a channel from a person': 'hidden',
  'deletes a channel': 'done',
  'makes a role': 'Guest',
  'gives a role to a person': 'given',
  'deletes a role': 'done',
  'renames itself in a guild': 'Keeper',
  'writes to a person in private': 'psst',
  'makes an invite': 'general',
  'registers commands': 'greet later',
  'answers a command': 'Hello, ben.',
  'defers its answer to a command': 'Later, ben.',
  'answers a button by changing its message': 'pressed',
  'answers a select menu': 'b',
  'opens a form and reads what was filled in': 'tea',
  'waits when it is limited, and tries again': 'patient',
} as const;

export type ActionName = keyof typeof actions;

/** A client that is logged in. */
export interface ClientRun {
  /** Does the action. @returns what it found */
  readonly act: Readonly<Record<ActionName, () => Promise<string>>>;
  stop(): void | Promise<void>;
}

/** What a client is told before it starts. */
export interface Place {
  readonly url: string;
  readonly token: string;
  /** The same account's token in Discord's own shape, for a client that reads the account's id from it. */
  readonly shapedToken: string;
  /** The certificate to trust where the url is https; empty elsewhere. */
  readonly ca: string;
  readonly guild: string;
  readonly general: string;
  readonly stories: string;
  readonly ada: string;
  readonly ben: string;
  readonly applicationId: string;
}

/** What was thrown while the request was made, or that nothing was. */
export async function isGone(look: Promise<unknown>): Promise<string> {
  return await look.then(
    () => 'still there',
    () => 'gone',
  );
}
