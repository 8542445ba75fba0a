import type { Snowflake } from './snowflake.ts';

/** How a direct channel is found by its two people. */
export function directKey(recipientIds: readonly Snowflake[]): string {
  return recipientIds.join(':');
}
