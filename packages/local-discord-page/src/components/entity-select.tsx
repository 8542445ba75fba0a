import { Shield } from 'lucide';
import type { JSX } from 'preact';
import { usePane } from '../client/pane.ts';
import type { Select } from '../discord/types.ts';
import { channelsIn, type Entity, rolesIn, usersIn } from '../state/entity-choices.ts';
import type { World } from '../state/world.ts';
import { Avatar } from './avatar.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import { Icon } from './icon.tsx';
import type { SelectChoice } from './select-menu.tsx';

export const EntityIcon = ({ entity, size = 20 }: { entity: Entity; size?: number }): JSX.Element => {
  switch (entity.kind) {
    case 'user':
      return <Avatar user={entity.user} size={size} />;
    case 'role':
      return <Icon node={Shield} size={size} />;
    case 'channel':
      return <ChannelIcon channel={entity.channel} size={size} />;
    default:
      return entity satisfies never;
  }
};

const toChoice = (entity: Entity): SelectChoice => ({
  value: entity.id,
  label: entity.name,
  description: entity.kind === 'user' && entity.user.username !== entity.name ? entity.user.username : undefined,
  icon: <EntityIcon entity={entity} />,
});

const entitiesFor = (select: Select, world: World, channelId: string): readonly Entity[] => {
  const channel = world.channels.get(channelId);
  if (channel === undefined) return [];
  switch (select.type) {
    case 5:
      return usersIn(world, channel);
    case 6:
      return rolesIn(world, channel);
    case 7:
      return [...usersIn(world, channel), ...rolesIn(world, channel)];
    case 8:
      return channelsIn(world, channel, select.channel_types);
    case 3:
      return [];
    default:
      return select.type satisfies never;
  }
};

/** What a select of any kind offers here, and what it starts with. */
export const useSelectChoices = (
  select: Select,
  channelId: string,
): { choices: readonly SelectChoice[]; initial: readonly string[] } => {
  const world = usePane().client.world.value;
  if (select.type === 3) {
    const options = select.options ?? [];
    return {
      choices: options.map(({ value, label, description, emoji }) => ({ value, label, description, emoji })),
      initial: options.filter((option) => option.default === true).map((option) => option.value),
    };
  }
  return {
    choices: entitiesFor(select, world, channelId).map(toChoice),
    initial: (select.default_values ?? []).map(({ id }) => id),
  };
};
