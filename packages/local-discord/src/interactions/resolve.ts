import { PermissionFlagsBits as Permission } from 'discord-api-types/v10';
import { formError } from '../errors.ts';
import type { UploadedFile } from '../forms/body.ts';
import { takeFiles } from '../messages/attachments.ts';
import { renderAttachment } from '../render/attachment.ts';
import { renderChannel } from '../render/channel.ts';
import { renderPartialMember } from '../render/member.ts';
import { renderMessage } from '../render/message.ts';
import { renderRole } from '../render/role.ts';
import { renderUser } from '../render/user.ts';
import { permissionsIn } from '../world/permissions.ts';
import type { Snowflake } from '../world/snowflake.ts';
import type { Channel, Guild } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** Collects what ids in an interaction mean; the result stands in `data.resolved`. */
export class Resolver {
  readonly #world: World;
  readonly #guild: Guild | undefined;
  readonly #channel: Channel;
  readonly #userId: Snowflake;
  readonly #files: readonly UploadedFile[];
  readonly #resolved: Record<string, Record<string, unknown>> = {};

  constructor(
    world: World,
    place: { guild: Guild | undefined; channel: Channel; userId: Snowflake },
    files: readonly UploadedFile[],
  ) {
    this.#world = world;
    this.#guild = place.guild;
    this.#channel = place.channel;
    this.#userId = place.userId;
    this.#files = files;
  }

  /** `data.resolved`, absent when nothing was named. */
  result(): { resolved?: Record<string, Record<string, unknown>> } {
    return Object.keys(this.#resolved).length > 0 ? { resolved: this.#resolved } : {};
  }

  /** @throws ApiError 50035 at `path` when there is no such user */
  user(id: Snowflake, path: (string | number)[]): void {
    const user = this.#world.users.get(id);
    if (!user) throw unknown(path, 'user');
    this.#put('users', id, renderUser(user));
    const member = this.#guild?.members.get(id);
    if (!member) return;
    this.#put('members', id, {
      ...renderPartialMember(member),
      permissions: permissionsIn(this.#world, id, this.#channel).toString(),
    });
  }

  role(id: Snowflake, path: (string | number)[]): void {
    const role = this.#guild?.roles.get(id);
    if (!role) throw unknown(path, 'role');
    this.#put('roles', id, renderRole(role));
  }

  mentionable(id: Snowflake, path: (string | number)[]): void {
    if (this.#guild?.roles.has(id)) this.role(id, path);
    else this.user(id, path);
  }

  channel(id: Snowflake, path: (string | number)[]): void {
    const channel = this.#world.channels.get(id);
    const permissions = channel ? permissionsIn(this.#world, this.#userId, channel) : 0n;
    if (!channel || !(permissions & Permission.ViewChannel)) throw unknown(path, 'channel');
    const viewer = { userId: this.#userId, bot: false, mayReadContent: true };
    this.#put('channels', id, { ...renderChannel(this.#world, channel, viewer), permissions: permissions.toString() });
  }

  message(id: Snowflake, path: (string | number)[]): void {
    const message = this.#channel.messages.get(id);
    if (!message) throw unknown(path, 'message');
    // The target of a message command is readable for the application whatever its intents are.
    this.#put(
      'messages',
      id,
      renderMessage(this.#world, message, { userId: this.#userId, bot: true, mayReadContent: true }),
    );
  }

  /** Stores an uploaded file. @returns its id, which takes the place of the upload's number */
  attachment(key: string, path: (string | number)[]): Snowflake {
    const file = this.#files.find((each) => each.key === key);
    if (!file) throw unknown(path, 'uploaded file');
    const { added } = takeFiles(this.#world, this.#channel.id, [file], null, { ephemeral: true });
    const [attachment] = added;
    if (!attachment) throw unknown(path, 'uploaded file');
    this.#put('attachments', attachment.id, renderAttachment(this.#world, this.#channel.id, attachment));
    return attachment.id;
  }

  #put(kind: string, id: Snowflake, value: unknown): void {
    this.#resolved[kind] ??= {};
    this.#resolved[kind][id] = value;
  }
}

function unknown(path: (string | number)[], what: string): Error {
  return formError({ path, code: 'INTERACTION_UNKNOWN_ENTITY', message: `There is no such ${what} here.` });
}
