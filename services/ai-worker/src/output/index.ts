export { type CleanedReply, type CleaningFacts, cleanReply } from './clean-reply.ts';
