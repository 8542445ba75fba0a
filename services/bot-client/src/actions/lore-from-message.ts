import { makeOfMessage } from '../commands/lore/from-message.ts';
import { defineAction } from '../define/action.ts';

/** Its form belongs to `/lore`. */
export const loreFromMessage = defineAction({ name: 'lore-from-message', menus: [makeOfMessage] });
