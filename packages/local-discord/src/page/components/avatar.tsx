import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { User } from '../discord/types.ts';
import { avatarUrl } from '../state/names.ts';

/** A user's picture. It stands beside the name, so it has no text of its own. */
export const Avatar = ({ user, size = 40 }: { user: User; size?: number }): JSX.Element => {
  const url = avatarUrl(user, size > 64 ? 256 : 128);
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null);
  const shownUrl = brokenUrl === url ? avatarUrl({ ...user, avatar: null }) : url;
  return (
    <img
      class="avatar"
      src={shownUrl}
      width={size}
      height={size}
      alt=""
      draggable={false}
      onError={() => setBrokenUrl(url)}
    />
  );
};

/** What marks an app's or webhook's message as not a person's. */
export const AppTag = (): JSX.Element => <span class="app-tag">APP</span>;
