export { inviteUrl } from './discord/client.ts';
export { botClient } from './start.ts';
