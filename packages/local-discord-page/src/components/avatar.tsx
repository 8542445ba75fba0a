import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { User } from '../discord/types.ts';
import { avatarUrl, initials, userName } from '../state/names.ts';

const HUES = [232, 268, 322, 8, 28, 150, 182, 206] as const;

/** The same name has the same colour on every screen; by name, because all characters of a webhook share its id. */
const hueOf = (user: User): number => {
  // FNV-1a, folded: short names spread as well.
  let hash = 0x811c9dc5;
  for (const character of user.username) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return HUES[((hash ^ (hash >>> 16)) >>> 0) % HUES.length] ?? HUES[0];
};

/** A user's picture, or their initial where there is none. It stands beside the name, so it has no text of its own. */
export const Avatar = ({ user, size = 40 }: { user: User; size?: number }): JSX.Element => {
  const url = avatarUrl(user, size > 64 ? 256 : 128);
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null);
  if (url === null || brokenUrl === url) {
    return (
      <span
        class="avatar initial"
        style={{ '--hue': hueOf(user), width: size, height: size, fontSize: Math.round(size * 0.46) }}
        aria-hidden="true"
      >
        {initials(userName(user)).slice(0, 1).toUpperCase()}
      </span>
    );
  }
  return (
    <img
      class="avatar"
      src={url}
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
