export { cleanReply } from './clean-reply.ts';
