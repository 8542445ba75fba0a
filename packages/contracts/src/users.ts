import { z } from 'zod';
import { Birthday } from './characters.ts';
import { defineRoute } from './define-route.ts';
import type { FieldReason } from './errors.ts';
import { LIMITS } from './limits.ts';
import { Text } from './text.ts';

/** A zone of the IANA database, as this runtime knows them. */
export const TimeZone = Text.trim()
  .max(LIMITS.timezone)
  .refine(isTimeZone, 'time-zone' satisfies FieldReason);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What a person said of themselves beyond their personas. */
export const OwnFacts = z.object({ timezone: TimeZone.nullable(), birthday: Birthday.nullable() });
export type OwnFacts = z.infer<typeof OwnFacts>;

export const readOwnFacts = defineRoute({
  name: 'user.read-own',
  method: 'GET',
  path: '/user/own-facts',
  output: OwnFacts,
});

/** Changes what is named; null takes it back. */
export const changeOwnFacts = defineRoute({
  name: 'user.change-own',
  method: 'PATCH',
  path: '/user/own-facts',
  body: OwnFacts.partial(),
  output: OwnFacts,
});
