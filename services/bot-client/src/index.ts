export { answerMissedId } from './actions/missed/missed-view.ts';
export { inviteUrl } from './discord/client.ts';
export { botClient } from './start.ts';
