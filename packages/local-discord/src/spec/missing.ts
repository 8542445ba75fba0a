/** A part of Discord's API that is not here, and why. */
export interface MissingArea {
  readonly area: string;
  /** Which operations, written `METHOD path`, belong to it. */
  readonly operations: RegExp;
  readonly reason: string;
}

export const missingAreas: readonly MissingArea[] = [
  {
    area: 'Voice and stages',
    operations: /voice|^POST .*soundboard|soundboard-sounds\/|send-soundboard|stage-instances|\/regions$/,
    reason: 'nobody can speak here',
  },
  {
    area: 'Scheduled events',
    operations: /^POST .*scheduled-events|scheduled-events\//,
    reason: 'bots that talk do not need them',
  },
  {
    area: 'AutoMod, prune, incidents',
    operations: /^POST .*auto-moderation|auto-moderation\/rules\/|prune|incident-actions|bulk-ban/,
    reason: 'moderation beyond kick, ban and time-out is not imitated',
  },
  {
    area: 'Joining rules',
    operations: /onboarding|welcome|\/requests|target-users|PUT \/guilds\/\{guild_id\}\/members\/\{user_id\}$/,
    reason: 'people join by invite',
  },
  {
    area: 'Templates, widgets, integrations, vanity urls',
    operations: /^POST .*templates|templates\/|widget|integrations|vanity-url/,
    reason: 'server settings that no bot here sees',
  },
  { area: 'Webhooks of other formats', operations: /\/(github|slack)$/, reason: 'execute the webhook itself' },
  {
    area: 'Payments, connections, linked roles, OAuth2, lobbies, partner SDK, activities',
    operations:
      /^POST .*entitlements|entitlements\/|users\/@me\/[^ ]{0,80}entitlements|skus|role-connection|oauth2\/(?!applications)|connections|lobbies|partner-sdk|activity-instances|\/attachment$/,
    reason: 'nothing is sold or linked here',
  },
  {
    area: 'Command permissions by bearer token',
    operations: /^PUT .*\/permissions$/,
    reason: 'set default_member_permissions',
  },
  { area: 'Standard sticker packs', operations: /sticker-packs\/\{pack_id\}/, reason: 'there are none' },
];
