import { type Log, toAppError } from '@tzurot/platform';
import { privately, type View } from '../ui/view.ts';
import { describeFailure, isMissedInteraction } from './discord-failure.ts';
import { isUnexpected } from './explain-error.ts';
import type { AnswerableInteraction } from './responder.ts';

/** What goes with one interaction through all that is done for it. */
export interface Trace {
  log: Log;
  traceId: string;
}

/** False when Discord has given up on the interaction; then nothing is done, and the person may try again. */
export async function acknowledge(send: () => Promise<unknown>, log: Log): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    const failure = describeFailure(error);
    if (isMissedInteraction(error)) log.warn({ failure }, 'interaction was too late, or somebody else answered it');
    else log.error({ failure }, 'interaction was not acknowledged');
    return false;
  }
}

/** Answers privately with what needs no looking up; that is the acknowledgement too. */
export async function replyAtOnce(interaction: AnswerableInteraction, view: View, { log }: Trace): Promise<void> {
  await acknowledge(() => interaction.reply(privately(view)), log);
}

/** What people can put right by themselves is not our error. */
export function noteFailure(thrown: unknown, log: Log): void {
  const error = toAppError(thrown);
  if (isUnexpected(error)) log.error({ err: error, failure: describeFailure(thrown) }, 'interaction failed');
  else log.info({ code: error.code, reason: error.message }, 'interaction was refused');
}
