import { ApplicationCommandType, InteractionContextType } from 'discord-api-types/v10';
import type { ApplicationCommand } from '../world/types.ts';

export function renderCommand(command: ApplicationCommand): Record<string, unknown> {
  return {
    id: command.id,
    application_id: command.applicationId,
    version: command.version,
    type: command.type,
    name: command.name,
    name_localizations: command.nameLocalizations,
    description: command.description,
    description_localizations: command.descriptionLocalizations,
    default_member_permissions: command.defaultMemberPermissions?.toString() ?? null,
    nsfw: command.nsfw,
    ...(command.guildId === null
      ? {
          dm_permission:
            command.contexts === null || command.contexts.some((context) => context !== InteractionContextType.Guild),
          contexts: command.contexts,
          integration_types: command.integrationTypes,
        }
      : { guild_id: command.guildId }),
    ...(command.type === ApplicationCommandType.ChatInput && command.options.length > 0
      ? { options: command.options }
      : {}),
  };
}
