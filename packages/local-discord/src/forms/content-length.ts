/** Characters in a message by anybody who has not bought more. */
export const MAX_CONTENT = 2_000;
/** Characters in a message by a person with Nitro, as all people here are. */
export const MAX_CONTENT_WITH_NITRO = 4_000;

/** What `premium_type` says of an account with Nitro. */
const NITRO = 2;

/** How many characters an account may write in one message, by the `premium_type` that it is told of itself. */
export function longestContent(premiumType: number | undefined): number {
  return premiumType === NITRO ? MAX_CONTENT_WITH_NITRO : MAX_CONTENT;
}
