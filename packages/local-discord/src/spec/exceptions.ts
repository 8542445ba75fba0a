/** Keys that Discord takes or gives, though its description does not list them, by schema. */
export const keysDiscordTakesToo: Readonly<Record<string, readonly string[]>> = {
  // discord.js makes one body for all ways of sending, so these ride along where they mean nothing.
  MessageEditRequestPartial: ['tts', 'enforce_nonce'],
  BaseCreateMessageCreateRequest: ['tts', 'enforce_nonce'],
  IncomingWebhookRequestPartial: ['enforce_nonce'],
  IncomingWebhookUpdateRequestPartial: ['tts', 'enforce_nonce', 'username', 'avatar_url'],
  IncomingWebhookUpdateForInteractionCallbackRequestPartial: ['tts', 'enforce_nonce'],
  IncomingWebhookInteractionRequest: ['enforce_nonce'],
  CreateTextThreadWithMessageRequest: ['type'],
  ApplicationCommandCreateRequest: ['nsfw'],
  ApplicationCommandUpdateRequest: ['nsfw'],
  ApplicationCommandPatchRequestPartial: ['nsfw'],
  // An edit that keeps files sends everything discord.js knows of them.
  MessageAttachmentRequest: [
    'attachment',
    'name',
    'size',
    'url',
    'proxyURL',
    'height',
    'width',
    'contentType',
    'ephemeral',
    'duration',
    'durationSecs',
    'flags',
  ],
  // Which command was used: sent since 2024, undocumented.
  ApplicationCommandInteractionMetadataResponse: ['name', 'command_type'],
  // "Start Thread in Forum": the answer holds the first message.
  CreatedThreadResponse: ['message'],
};

/** The same for bodies that have no schema of their own, by operation. */
export const bodyKeysDiscordTakesToo: Readonly<Record<string, readonly string[]>> = {
  'PUT /channels/{channel_id}/permissions/{overwrite_id}': ['id'],
  // discord.js sends its own name for the key beside Discord's.
  'PATCH /guilds/{guild_id}/members/{user_id}': ['communicationDisabledUntil'],
};

/** A place where the description is wrong: the documentation and real clients agree against it. */
export interface KnownError {
  readonly name: string;
  /** Something right that the description refuses; a test fails when it no longer does. */
  readonly proof:
    | { readonly method: string; readonly path: string; readonly body: unknown }
    | { readonly schema: string; readonly body: unknown };
  /** A request or answer without the wrongly refused part. */
  amend(method: string, path: string, body: Record<string, unknown>): Record<string, unknown>;
}

/** The errors of the description, each by name. Source: Discord documentation, the pages named beside them. */
export const knownErrors: readonly KnownError[] = [
  {
    // "Message Reference Types": 1 is a forward.
    name: 'a forward is refused',
    proof: {
      method: 'POST',
      path: '/channels/{channel_id}/messages',
      body: { message_reference: { type: 1, channel_id: '1457706950983680000', message_id: '1457706950983680001' } },
    },
    amend: (_method, _path, body) => withoutReferenceTypes(body) as Record<string, unknown>,
  },
  {
    // "Permissions": bits are sent as a string, here and in roles and overwrites.
    name: 'permission bits as a string are refused',
    proof: {
      method: 'POST',
      path: '/applications/{application_id}/commands',
      body: { name: 'purge', description: 'For moderators', default_member_permissions: '8192' },
    },
    amend: (_method, _path, body) => withNumericBits(body) as Record<string, unknown>,
  },
  {
    // "Edit Current Application": the description is a string.
    name: 'the description of an application as text is refused',
    proof: { method: 'PATCH', path: '/applications/@me', body: { description: 'Characters' } },
    amend: (method, path, body) =>
      method === 'PATCH' &&
      (path === '/applications/@me' || path === '/applications/{application_id}') &&
      typeof body['description'] === 'string' &&
      !('id' in body)
        ? { ...body, description: { default: body['description'] } }
        : body,
  },
  {
    // "Error Messages": the codes of fields are names, such as BASE_TYPE_REQUIRED.
    name: 'names as codes of wrong fields are refused',
    proof: {
      schema: 'ErrorResponse',
      body: {
        code: 50035,
        message: 'Invalid Form Body',
        errors: { content: { _errors: [{ code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }] } },
      },
    },
    amend: (_method, _path, body) => withNumericCodes(body),
  },
  {
    // "Modify Current User": every field is optional.
    name: 'changing oneself without a username is refused',
    proof: { method: 'PATCH', path: '/users/@me', body: { avatar: null } },
    amend: (method, path, body) =>
      method === 'PATCH' && path === '/users/@me' && !('username' in body) ? { ...body, username: 'unchanged' } : body,
  },
];

const bitKeys: ReadonlySet<string> = new Set(['default_member_permissions', 'permissions', 'allow', 'deny']);

function withNumericBits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumericBits);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      bitKeys.has(key) && typeof each === 'string' ? Number(each) : withNumericBits(each),
    ]),
  );
}

function withNumericCodes(body: Record<string, unknown>): Record<string, unknown> {
  if (typeof body['errors'] !== 'object' || body['errors'] === null) return body;
  const json = JSON.stringify(body['errors']).replaceAll(/"code":"[A-Z0-9_]+"/g, '"code":0');
  return { ...body, errors: JSON.parse(json) as unknown };
}

/** The same with every message reference, in it or in messages inside it, taken for a reply. */
export function withoutReferenceTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReferenceTypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key !== 'message_reference' || typeof each !== 'object' || each === null)
        return [key, withoutReferenceTypes(each)];
      return [key, { ...each, type: 0 }];
    }),
  );
}
