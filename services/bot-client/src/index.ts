export { BotClientConfig, BotClientSecrets } from './config.ts';
export { inviteUrl } from './discord/client.ts';
export { type BotClientOptions, startBotClient } from './start.ts';
