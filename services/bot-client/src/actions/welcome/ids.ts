import { customId, part } from '@tzurot/contracts';

/** The form's title needs the name, and a form can be filled from nothing but the id of its button. */
export const talkId = customId('welcome:talk', { id: part.id, name: part.text(50) });
export const sayId = customId('welcome:say', { id: part.id });
export const askNearId = customId('did-you-mean:ask', { id: part.id, messageId: part.snowflake });
