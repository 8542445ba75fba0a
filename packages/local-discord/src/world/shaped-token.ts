import { createHmac } from 'node:crypto';
import { type Snowflake, timestampOf } from './snowflake.ts';

/** How many characters of the last part Discord's tokens have. */
const MAC_CHARACTERS = 38;

/**
 * An account's token in the form that Discord's have: its id, a time and a mac, in base64 and separated by dots. It follows
 * from the plain token, so both stop working together.
 */
export function shapedToken({ id, token }: { readonly id: Snowflake; readonly token: string }): string {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(timestampOf(id) / 1_000));
  const mac = createHmac('sha256', token).update(id).digest('base64url').slice(0, MAC_CHARACTERS);
  return [Buffer.from(id).toString('base64url'), seconds.toString('base64url'), mac].join('.');
}
