/** One problem with one field of a request body. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/**
 * Discord's documented errors: HTTP status, JSON code, message.
 * Source: Discord documentation, "Opcodes and Status Codes"; the HTTP status is known practice.
 */
export const apiErrors = {
  general: [400, 0, '400: Bad Request'],
  unauthorized: [401, 0, '401: Unauthorized'],
  unknownRoute: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownInvite: [404, 10006, 'Unknown Invite'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownOverwrite: [404, 10009, 'Unknown Permission Overwrite'],
  unknownRole: [404, 10011, 'Unknown Role'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  // Discord answers 400 for an emoji in a reaction's path, 404 for one that is asked for itself.
  unknownEmojiResource: [404, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownBan: [404, 10026, 'Unknown Ban'],
  unknownSticker: [404, 10060, 'Unknown Sticker'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  unknownPermissions: [404, 10066, 'Unknown application command permissions'],
  onlyBots: [403, 20002, 'Only bots can use this endpoint'],
  onlyPeople: [403, 20001, 'Bots cannot use this endpoint'],
  notAuthorizedForApplication: [403, 20012, 'You are not authorized to perform this action on this application'],
  slowMode: [429, 20016, 'This action cannot be performed due to slowmode rate limit.'],
  tooManyPins: [400, 30003, 'Maximum number of pins reached (250)'],
  tooManyWebhooks: [400, 30007, 'Maximum number of webhooks reached (15)'],
  tooManyReactions: [400, 30010, 'Maximum number of reactions reached (20)'],
  tooManyChannels: [400, 30013, 'Maximum number of guild channels reached (500)'],
  tooManyRoles: [400, 30005, 'Maximum number of guild roles reached (250)'],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached (100).'],
  tooManyCommandCreates: [429, 30034, 'Max number of daily application command creates has been reached (200)'],
  tooManyThreadMembers: [400, 30033, 'Max number of thread participants has been reached (1000)'],
  tooManyOldEdits: [429, 30046, 'Maximum number of edits to messages older than 1 hour reached. Try again later.'],
  tooManyGuildWebhooks: [400, 30058, 'Maximum number of webhooks per guild reached (1000)'],
  directOpensTooFast: [403, 40003, 'You are opening direct messages too fast.'],
  requestTooLarge: [413, 40005, 'Request entity too large'],
  userBanned: [403, 40007, 'The user is banned from this guild.'],
  noUserAgent: [403, 40333, 'internal network error'],
  alreadyCrossposted: [400, 40033, 'This message has already been crossposted.'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  forumNeedsThread: [400, 40058, 'Cannot message this thread until after the post author has sent an initial message.'],
  tagNamesNotUnique: [400, 40061, 'Tag names must be unique'],
  tagRequired: [400, 40067, 'A tag is required to create a forum post in this channel'],
  missingAccess: [403, 50001, 'Missing Access'],
  notInDirectMessage: [400, 50003, 'Cannot execute action on a DM channel'],
  othersMessage: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotDirectMessage: [403, 50007, 'Cannot send messages to this user'],
  nonTextChannel: [400, 50008, 'Cannot send messages in a non-text channel'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  bulkDeleteCount: [
    400,
    50016,
    'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete',
  ],
  systemMessage: [403, 50021, 'Cannot execute action on a system message'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  invalidRole: [400, 50028, 'Invalid role'],
  invalidRecipients: [400, 50033, 'Invalid Recipient(s)'],
  messageTooOld: [400, 50034, 'You can only bulk delete messages that are under 14 days old.'],
  invalidForm: [400, 50035, 'Invalid Form Body'],
  fileTooLarge: [413, 50045, 'File uploaded exceeds the maximum size'],
  invalidFile: [400, 50046, 'Invalid file uploaded'],
  invalidSticker: [400, 50081, 'An invalid sticker was sent'],
  archivedThread: [400, 50083, 'Thread is archived'],
  notJson: [400, 50109, 'The request body contains invalid JSON.'],
  uploadNotFound: [400, 50146, 'Uploaded file not found.'],
  voiceWithMore: [400, 50159, 'Voice messages do not support additional content.'],
  voiceNotSingleAudio: [400, 50160, 'Voice messages must have a single audio attachment.'],
  voiceWithoutMetadata: [400, 50161, 'Voice messages must have supporting metadata.'],
  voiceEdit: [400, 50162, 'Voice messages cannot be edited.'],
  ownerIsBot: [400, 50132, 'Ownership cannot be transferred to a bot user'],
  noMutualGuild: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
  tooManyFollowUps: [400, 40094, 'You have reached the maximum number of follow-up messages for this interaction'],
  replyNeedsHistory: [400, 160002, 'Cannot reply without permission to read message history'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
  threadLocked: [400, 160005, 'Thread is locked'],
  tooManyActiveThreads: [400, 160006, 'Maximum number of active threads reached'],
  ageRestrictedForward: [400, 160010, 'Cannot reference a message of an age-restricted channel outside of one'],
  forwardUnreadable: [400, 160014, 'You cannot forward a message whose content you cannot read'],
  forumNeedsThreadName: [400, 220001, 'Webhooks posted to forum channels must have a thread_name or thread_id'],
  forumThreadTwice: [400, 220002, 'Webhooks posted to forum channels cannot have both a thread_name and thread_id'],
  notForum: [400, 220003, 'Webhooks can only create threads in forum channels'],
  pollVotingBlocked: [403, 520000, 'Poll voting blocked'],
  pollExpired: [400, 520001, 'Poll expired'],
  pollChannelType: [400, 520002, 'Invalid channel type for poll creation'],
  pollEdit: [400, 520003, 'Cannot edit a poll message'],
  pollEmoji: [400, 520004, 'Cannot use an emoji included with the poll'],
  noPollToExpire: [400, 520006, 'Cannot expire a non-poll message'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

/** Errors whose reasons do not exist here; the fault `error-before` gives them by their code. */
export const errorsByFault = [
  [429, 20022, 'This message cannot be edited due to announcement rate limits.'],
  [429, 20028, 'The write action you are performing on the channel has hit the write rate limit.'],
  [429, 20029, 'The write action you are performing on the server has hit the write rate limit.'],
  [401, 40001, 'Unauthorized. Provide a valid token and try again.'],
  [403, 40002, 'You need to verify your account in order to perform this action.'],
  [429, 40062, 'Service resource is being rate limited.'],
  [401, 50014, 'Invalid authentication token provided'],
  [400, 50068, 'Invalid message type'],
  [503, 130000, 'API resource is currently overloaded. Try again a little later.'],
  [403, 200000, 'Message was blocked by automatic moderation'],
  [400, 240000, 'Message blocked by harmful links filter'],
] as const satisfies readonly (readonly [status: number, code: number, message: string])[];

export type ApiErrorName = keyof typeof apiErrors;

/** An answer other than success, thrown anywhere below a route and written out by the server. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly problems: readonly FieldProblem[];
  /** Keys beside `code` and `message`, such as `retry_after`. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: number,
    message: string,
    options: { problems?: readonly FieldProblem[]; extra?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.problems = options.problems ?? [];
    this.extra = options.extra ?? {};
  }

  /** Discord's error body; problems nest along their path down to `_errors`. */
  toJSON(): Record<string, unknown> {
    const body: Record<string, unknown> = { message: this.message, code: this.code, ...this.extra };
    if (this.problems.length > 0) body['errors'] = nestProblems(this.problems);
    return body;
  }
}

export function apiError(name: ApiErrorName, extra?: Record<string, unknown>): ApiError {
  const [status, code, message] = apiErrors[name];
  return new ApiError(status, code, message, extra ? { extra } : {});
}

/** Error 50035 with one entry per problem. */
export function formError(...problems: FieldProblem[]): ApiError {
  const [status, code, message] = apiErrors.invalidForm;
  return new ApiError(status, code, message, { problems });
}

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

function nestProblems(problems: readonly FieldProblem[]): ErrorTree {
  const root: ErrorTree = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const key of path) {
      const existing = node[String(key)];
      const next: ErrorTree = existing && !Array.isArray(existing) ? existing : {};
      node[String(key)] = next;
      node = next;
    }
    const list = node['_errors'];
    if (Array.isArray(list)) list.push({ code, message });
    else node['_errors'] = [{ code, message }];
  }
  return root;
}
