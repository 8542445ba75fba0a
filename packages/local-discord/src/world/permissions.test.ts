import { ChannelType, OverwriteType, PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLinks } from '../cdn/links.ts';
import { createClock } from '../clock.ts';
import { defaultWorld } from './default-world.ts';
import { makeThread } from './make.ts';
import { allPermissions, maySee, permissionsIn } from './permissions.ts';
import { seedWorld } from './seed.ts';
import { createSnowflakes } from './snowflake.ts';
import type { GuildChannel, Member, Overwrite } from './types.ts';
import { createWorld, type World } from './world.ts';

const { ada, ben, cyn } = defaultWorld.people;

function overwrite(id: string, type: OverwriteType, allow: bigint, deny: bigint): Overwrite {
  return { id, type, allow, deny };
}

describe('permissions', () => {
  let world: World;
  let general: GuildChannel;
  let member: Member;

  beforeEach(() => {
    const clock = createClock();
    const links = createLinks(clock, () => '');
    world = createWorld('default', { clock, newId: createSnowflakes(clock), links });
    seedWorld(world, defaultWorld);
    general = world.channels.get(defaultWorld.channels.general) as GuildChannel;
    member = world.guilds.get(defaultWorld.guild.id)?.members.get(ben.id) as Member;
  });

  const has = (bit: bigint) => (permissionsIn(world, ben.id, general) & bit) !== 0n;

  it('are all of them for the owner, and none for a stranger', () => {
    expect(permissionsIn(world, ada.id, general)).toBe(allPermissions);
    expect(permissionsIn(world, '1', general)).toBe(0n);
  });

  it('let a role of the member outweigh what everyone is denied, and the member outweigh both', () => {
    const { everyone, moderator } = defaultWorld.roles;
    member.roleIds = [moderator];
    const bit = Permission.AddReactions;

    general.overwrites = [overwrite(everyone, OverwriteType.Role, 0n, bit)];
    const byEveryone = has(bit);
    general.overwrites.push(overwrite(moderator, OverwriteType.Role, bit, 0n));
    const byRole = has(bit);
    general.overwrites.push(overwrite(ben.id, OverwriteType.Member, 0n, bit));
    const byMember = has(bit);

    expect([byEveryone, byRole, byMember]).toEqual([false, true, false]);
  });

  it('are nothing where the channel cannot be seen', () => {
    general.overwrites = [overwrite(ben.id, OverwriteType.Member, Permission.ManageMessages, Permission.ViewChannel)];

    expect(permissionsIn(world, ben.id, general)).toBe(0n);
  });

  it('lose files, embeds and pings with the right to send', () => {
    general.overwrites = [overwrite(ben.id, OverwriteType.Member, Permission.MentionEveryone, Permission.SendMessages)];

    expect([Permission.EmbedLinks, Permission.AttachFiles, Permission.MentionEveryone].map(has)).toEqual([
      false,
      false,
      false,
    ]);
    expect(has(Permission.ReadMessageHistory)).toBe(true);
  });

  it('are only looking and reading while timed out', () => {
    member.timedOutUntilMs = world.clock.now() + 1_000;

    expect(permissionsIn(world, ben.id, general)).toBe(Permission.ViewChannel | Permission.ReadMessageHistory);
    world.clock.advance(1_000);
    expect(has(Permission.SendMessages)).toBe(true);
  });

  it('are all of them for an administrator, whatever the channel says', () => {
    const role = world.guilds.get(defaultWorld.guild.id)?.roles.get(defaultWorld.roles.moderator);
    if (role) role.permissions |= Permission.Administrator;
    general.overwrites = [overwrite(cyn.id, OverwriteType.Member, 0n, Permission.ViewChannel)];

    expect(permissionsIn(world, cyn.id, general)).toBe(allPermissions);
  });

  it("follow a thread's parent; private threads are for their members and those who manage threads", () => {
    const facts = { parentId: general.id, guildId: general.guildId, ownerId: ada.id, name: 't', activeAtMs: 0 };
    const make = (settings: object) => makeThread({ ...facts, id: world.newId(), ...settings });
    const [open, hidden] = [make({}), make({ type: ChannelType.PrivateThread })];

    expect([open, hidden].map((thread) => maySee(world, ben.id, thread))).toEqual([true, false]);
    hidden.members.set(ben.id, { userId: ben.id, joinedAtMs: 0 });
    expect(maySee(world, ben.id, hidden)).toBe(true);
    general.overwrites = [overwrite(ben.id, OverwriteType.Member, 0n, Permission.ViewChannel)];
    expect([open, hidden].map((thread) => maySee(world, ben.id, thread))).toEqual([false, false]);
  });
});
