import { formError } from '../errors.ts';
import { longestContent } from '../forms/content-length.ts';
import { premiumTypeOf } from '../render/user.ts';
import type { User } from '../world/types.ts';

/** @throws ApiError 50035 when the account may not write so much in one message */
export function requireLength(user: User, { content }: { content?: string | null | undefined }): void {
  const longest = longestContent(premiumTypeOf(user));
  if ((content?.length ?? 0) <= longest) return;
  throw formError({
    path: ['content'],
    code: 'BASE_TYPE_MAX_LENGTH',
    message: `Must be ${longest} or fewer in length.`,
  });
}
