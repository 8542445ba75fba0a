export { BotClientConfig, BotClientSecrets } from './config.ts';
export { inviteUrl } from './discord/client.ts';
export { type BotClientParts, startBotClient } from './start.ts';
