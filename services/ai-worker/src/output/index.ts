export { type CleanedReply, cleanReply } from './clean-reply.ts';
export { createReplyCleaner, type ReplyCleaner } from './create-reply-cleaner.ts';
