/** What operators look after: `/admin servers`, `errors`, `keys`, `backup`, `system-prompt`. */
export const operations = {
  'servers.title': 'Servers',
  'servers.none': "I'm not in any server.",
  'servers.line': '- **{{name}}** · {{members}} · `{{id}}`',
  'servers.total': '{{servers}}, {{members}}',
  'servers.leave-question': 'Leave {{name}}?',
  'servers.leave-silent': 'I stop answering its {{members}} at once.',
  'servers.leave-keeps': 'What it set and what characters remember stays, in case somebody invites me again.',
  'servers.leave-button': 'Leave the server',
  'servers.left': "**I've left the server.**",
  'servers.was-not-there': "I wasn't in that server any more.",

  'problems.title': 'Problems in the last 7 days',
  'problems.none': 'Nothing went wrong in the last 7 days.',
  'problems.by-kind': 'Most frequent',
  'problems.calls': 'Calls to models that failed',
  'problems.no-trace': 'no trace',
  'problems.line': '- {{time}} · {{name}} in {{channel}} · {{stage}} after {{attempts}} · {{trace}}\n  -# {{problem}}',

  'keys.title': 'Encryption keys',
  'keys.none': 'Nothing is encrypted yet.',
  'keys.rotating_one':
    '{{count}} secret is still being re-encrypted under the newest key. Keep the older key until then.',
  'keys.rotating_other':
    '{{count}} secrets are still being re-encrypted under the newest key. Keep the older keys until then.',
  'keys.rotated': 'Everything is under the newest key. You can remove the older ones from `ENCRYPTION_KEYS`.',
  'keys.how': 'To rotate, put a new key first in `ENCRYPTION_KEYS` (`npm run key` makes one) and restart me.',

  'backup.title': '## Backups',
  'backup.automatic':
    'Before every migration a backup is made, and the last five are kept: in `DATA_DIR/backups`, or with compose in the volume `backups`.',
  'backup.by-hand': 'To make one now: `pg_dump --format=custom`, or with `npm start` stop me and copy `DATA_DIR`.',
  'backup.keys': 'Keep a copy of `ENCRYPTION_KEYS` somewhere else: without it nobody can read the wallets in a backup.',
  'backup.restore': "I can't see the backups from here. `docs/operating.md` says how to list and restore them.",

  'system-prompt.title': 'System prompts',
  'system-prompt.none': 'There are no system prompts yet. `/admin system-prompt create` writes one.',
  'system-prompt.section': 'Text',
  'system-prompt.name': 'Name',
  'system-prompt.text': 'What the model is told',
  'system-prompt.text-hint': '{{char}} stands for the character and {{user}} for whoever it talks to.',
  'system-prompt.form-title': 'New system prompt',
  'system-prompt.created': 'Saved. It counts nowhere yet: `/admin system-prompt assign` says where.',
  'system-prompt.everywhere': 'everywhere',
  'system-prompt.nowhere': 'Counts nowhere yet.',
  'system-prompt.where': 'Counts: {{places}}',
  'system-prompt.delete': 'Delete…',
  'system-prompt.delete-question': 'Delete {{name}}?',
  'system-prompt.delete-gone': "It leaves every prompt that it's in. You can't undo this.",
  'system-prompt.delete-form': 'Delete a system prompt',
  'system-prompt.delete-type': 'Type its name to delete it',
  'system-prompt.deleted': '**{{name}} is deleted.**',

  'access.title': 'Who may talk to characters here',
  'access.everybody':
    'Everybody may. `/server access` with **role** limits it to the roles you choose; moderators always may.',
  'access.only': 'Only people with one of these roles, and moderators.',
  'access.all-characters': 'every character that answers in this server',
  'access.no-limit': 'no limit',
  'access.limit': 'up to {{replies}}',

  'server-stats.title': 'The last 30 days',
  'server-stats.none': 'Nobody has talked to a character here in the last 30 days.',
  'server-stats.line': '{{calls}} by {{people}}, {{tokens}}.',
  'server-stats.active': 'Characters are active in {{channels}}.',
  'server-stats.unnamed': '*a private or deleted character*',
} as const;
