import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import { timeOf } from '../discord/snowflake.ts';
import { memberRoles, toCssColor, userName } from '../state/names.ts';
import { longDate } from '../state/times.ts';
import { AppTag, Avatar } from './avatar.tsx';
import { Popup } from './popup.tsx';

/** Who somebody is, with a way to write to them. */
export const UserCard = ({
  userId,
  x,
  y,
  opener,
}: {
  userId: string;
  x: number;
  y: number;
  opener: HTMLElement | null;
}): JSX.Element | null => {
  const pane = usePane();
  const world = pane.client.world.value;
  const anchor = useRef({ x, y });
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.focus(), []);
  const user = world.users.get(userId);
  const guildId = world.channels.get(pane.channelId.value ?? '')?.guild_id;
  const close = (): void => {
    pane.userCard.value = null;
    opener?.focus();
  };
  if (user === undefined) return null;
  const roles = memberRoles(world, guildId, userId);
  const nick = guildId === undefined ? undefined : world.members.get(guildId)?.get(userId)?.nick;
  return (
    <Popup anchor={anchor.current} onClose={close}>
      <div ref={card} class="user-card" role="dialog" aria-label={`About ${userName(user)}`} tabIndex={-1}>
        <div class="user-card-banner" />
        <Avatar user={user} size={72} />
        <h3>
          {userName(user, { nick: nick ?? null })} {user.bot === true && <AppTag />}
        </h3>
        <p class="user-card-name">{user.username}</p>
        {roles.length > 0 && (
          <ul class="roles" aria-label="Roles">
            {roles.map((role) => (
              <li key={role.id}>
                <i style={{ background: role.color === 0 ? 'var(--text-faint)' : toCssColor(role.color) }} />
                {role.name}
              </li>
            ))}
          </ul>
        )}
        <p class="user-card-since">On Discord since {longDate(timeOf(user.id))}</p>
        {userId !== world.me?.id && (
          <button
            type="button"
            class="button primary"
            onClick={() => {
              void pane.goOnceMade(pane.client.openDm(userId));
            }}
          >
            Message
          </button>
        )}
      </div>
    </Popup>
  );
};
