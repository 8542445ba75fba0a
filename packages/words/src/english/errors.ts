/** What went wrong, whose limit it was and what to do. Facts: `REASONS` of the contracts, and `traceId`. */
export const errors = {
  // By code, where nothing more is known.
  'error.invalid-input': "Something in there isn't valid. Check it and try again.",
  'error.unauthenticated':
    'Something went wrong on my side, and it was logged. If it keeps happening, give this number to whoever runs me: `{{traceId}}`',
  'error.forbidden':
    "You can't do that. Characters and presets can only be changed by their owners, and some commands are for moderators or operators.",
  'error.not-found': "That doesn't exist any more.",
  'error.conflict': 'Somebody may have changed this in the meantime. Look again, then try again.',
  'error.stale-lease':
    'Something went wrong on my side, and it was logged. If it keeps happening, give this number to whoever runs me: `{{traceId}}`',
  'error.gone': "That doesn't exist any more.",
  'error.too-large': "That's too long for me to store. Shorten it and try again.",
  'error.limit-reached': 'You have as many of these as one person can have. Delete one first.',
  'error.too-many-requests': 'That was a lot at once. Wait a moment, then try again.',
  'error.cancelled': 'This was stopped before it finished. Try again.',
  'error.internal':
    'Something went wrong on my side, and it was logged. If it keeps happening, give this number to whoever runs me: `{{traceId}}`',
  'error.vendor-failed': "The model's vendor didn't answer. Try again in a minute.",
  'error.unavailable': "I can't reach my database right now, so nothing was changed. Try again in a minute.",
  'error.timeout':
    'That took too long, so I stopped waiting. It may still have gone through: check before you try again.',

  // What was asked for by id and is not there.
  'error.not-found.denial': 'That denial was removed already. `/admin deny list` shows the ones in force.',
  'error.not-found.character':
    "I don't know that character. It was deleted, or it's somebody else's private one. `/character browse` lists the ones you can talk to.",
  'error.not-found.preset':
    "I don't know that preset. It was deleted, or it's somebody else's. `/preset list` shows yours.",
  'error.not-found.import': "I don't know that import. It was cancelled, or a day went by without a decision.",
  'error.not-found.file': "I don't keep that file any more. Ask for it again.",
  'error.not-found.persona': "I don't know that profile. It may have been deleted.",
  'error.not-found.wallet-key': 'That key is no longer in your wallet. `/wallet list` shows the ones you have.',

  // By reason.
  'error.bot-lacks-permission':
    "I can't answer here because I don't have the permission **{{permission}}**. Whoever runs this server can give it to me.",
  'error.cap-needs-tokens':
    "{{vendor}} doesn't say what a reply costs, so I can't hold a cap in dollars. Set one in tokens instead.",
  'error.cap-reached': 'Your {{vendor}} key has reached the cap you set. `/wallet cap` changes it.',
  'error.character-gone': '{{name}} was deleted, so its replies stay as they are.',
  'error.character-hidden': 'Whoever runs this bot has hidden {{name}}, so it cannot be made public.',
  'error.character-denied': "{{name}} doesn't answer at the moment: whoever runs this bot decided so.",
  'error.character-not-owned': 'Only the owner of {{name}} can do that. As a co-owner you can edit it.',
  'error.list-full': 'This list already has {{max}} entries, the most it can have. Remove one first.',
  'error.name-taken': 'Something else is already called “{{name}}”. Choose another name.',
  'error.refused-age-restricted':
    '{{name}} is for adults, so it only answers in channels that are marked as age-restricted.',
  'error.refused-no-role':
    "This server's moderators chose which roles can talk to characters, and you don't have one of them. Ask them, or talk to {{name}} in a direct message to me.",
  'error.refused-role-character':
    "Your roles in this server don't include {{name}}. Ask its moderators, or talk to {{name}} in a direct message to me.",
  'error.refused-role-limit':
    "You've had as many replies today as your role gets in this server. It starts again at midnight UTC; direct messages to me don't count.",
  'error.alias-taken':
    '`@{{alias}}` already calls another character there. Remove it from that one first, or choose another name.',
  'error.alias-unknown': '{{name}} has no name “{{alias}}” there. `/character alias list` shows what it has.',
  'error.alias-needs-public':
    '{{name}} is private, so others would not hear its names. Add the name for yourself, or make it public first.',
  'error.changed-meanwhile': 'Somebody else keeps changing this at the same moment. Wait a moment, then try again.',
  'error.file-too-large': 'This file is too large: I take up to {{megabytes}} MB. Choose a smaller one.',
  'error.file-not-fetched': "I couldn't get the file from Discord. Upload it again.",
  'error.file-not-text': "This file isn't plain text. Save it as a text file in UTF-8 and upload it again.",
  'error.person-is-bot': "Bots can't talk to characters. Choose a person.",
  'error.person-is-owner': 'That is the owner of the character, who can do everything with it.',
  'error.picture-unreadable': "I can't read this picture. Upload a PNG, JPEG, WebP or GIF.",
  'error.picture-too-many-pixels':
    'This picture has more than {{megapixels}} million pixels, the most I can work with. Make it smaller and upload it again.',
  'error.text-too-long':
    'This text has {{length}} characters, and a character can keep {{max}}. Shorten it and upload it again.',
  'error.too-many-aliases': 'It already has {{max}} names there, the most it can have. Remove one first.',
  'error.too-many-people': 'It is already open to {{max}} people, the most there can be. Remove somebody first.',
  'error.typed-name-differs': 'You typed something else than “{{name}}”, so nothing was deleted.',
  'error.not-found.system-prompt': 'That system prompt was deleted. `/admin system-prompt list` shows the others.',
  'error.not-found.deleted-character':
    "That character isn't among the ones you deleted in the last week, so I can't bring it back.",
  'error.character-not-heard-here':
    "{{name}} doesn't answer in this server: its moderators choose who does. You can talk to {{name}} in a direct message to me.",
  'error.character-not-yours': "{{name}} belongs to somebody else, so you can't change or delete it.",
  'error.option-outdated': 'Your Discord shows an older version of this command. Restart Discord, then try again.',
  'error.database-unavailable': "I can't reach my database right now, so nothing was changed. Try again in a minute.",
  'error.denial-target': 'Choose exactly one: a person, a channel, a character, or the id of a server.',
  'error.form-outdated': 'This form is from before an update. Open it again.',
  'error.import-not-ready':
    'This import was finished, taken back or cancelled already. `/import history` lists your imports.',
  'error.import-too-many':
    'Nothing was imported: you have {{has}} of these ({{noun}}), this would add {{more}}, and one person can have {{max}}. Skip some, or delete some first.',
  'error.key-missing': 'You have no {{vendor}} key, or it expired before it was tested. `/wallet set` saves a new one.',
  'error.memory-no-server':
    'This is a direct message, so there is no server here. Leave **where** out, or run it in the server.',
  'error.memories-changed':
    'Nothing was deleted: meanwhile {{count}} memories fit. Run `/memory purge` again to see the new number.',
  'error.message-empty': 'Your message is empty. Write what you want to say.',
  'error.not-invited-here':
    "I'm not a member here, so a character can't speak. Use this in a server I'm in, or in a direct message to me.",
  'error.nothing-to-undo':
    "There's nothing to undo with {{character}}: only the last `/history clear` can be undone, and only once.",
  'error.operator-only': 'This is for whoever runs the bot.',
  'error.option-ambiguous':
    'More than one {{noun}} is called “{{name}}”: {{candidates}}. Choose one of the suggestions.',
  'error.option-empty': 'Which {{noun}}? Type a name, or choose one of the suggestions.',
  'error.option-unknown':
    "I don't know a {{noun}} called “{{name}}”. The suggestions that appear while you type show what exists.",
  'error.option-unknown-near':
    "I don't know a {{noun}} called “{{name}}”. Did you mean {{candidates}}? The suggestions that appear while you type show what exists.",
  'error.own-denial': "You can't deny yourself.",
  'error.attachment-too-large': 'That file is too large: I take at most {{kilobytes}} KB.',
  'error.attachment-unreadable': "I couldn't get that file from Discord. Attach it again.",
  'error.preset-file-unreadable': "That file isn't a preset. `/preset export` gives a file that I can take back.",
  'error.preset-not-global':
    "{{name}} is somebody's own preset. Make one for everybody with `/preset global create` first.",
  'error.preset-serves-no-guests':
    '{{name}} needs a {{vendor}} key, and this bot has none of its own. Set one in its configuration, or choose another preset.',
  'error.persona-is-default':
    '{{name}} is your default profile. Make another one your default with `/me profile default` first.',
  'error.preset-is-global':
    "{{name}} is a preset of the bot itself, so you can't change it. `/preset clone` makes your own from it.",
  'error.reserved-name':
    '`@{{name}}` already means somebody else, so nobody could call a character by that name. Choose another one.',
  'error.reply-has-no-model': 'No model made this text, so there is nothing to regenerate.',
  'error.nobody-to-talk-to': 'There is no character here that you could talk to. `/character create` makes one.',
  'error.reply-is-running': 'This reply is being written or changed right now. Wait until it is done.',
  'error.reply-not-yours': "Only the person who asked for this reply, and this server's staff, can do that.",
  'error.slug-taken': 'The short name `{{slug}}` is taken. Choose another one.',
  'error.staff-only': 'This is for people who can manage messages in this channel.',
  'error.too-many-choices':
    'A list holds at most {{max}} characters. Take one off, or change what this server hears by default.',
  'error.too-many-active':
    'At most {{max}} characters can be active in one channel. `/channel deactivate` one of them first.',
  'error.too-many-characters':
    'You already have {{max}} characters, the most one person can have. Delete one with `/character delete` first.',
  'error.too-many-files':
    'Your imported files fill the {{max}} MB that one person can have. Take back an import you no longer need: `/import history`.',
  'error.too-many-messages': 'That was a lot at once. Try again in {{seconds}} s.',
  'error.lorebook-full':
    '{{name}} is full. A lorebook can have {{max}} entries. Delete one with `/lore entry delete`, or start another book.',
  'error.lorebook-too-large':
    '{{name}} is too large. Shorten or delete some entries, or start another book with `/lore book create`.',
  'error.too-many-rules':
    'There are already {{max}} rules there, which is the limit. Delete one with `/rules delete` first.',
  'error.too-many-lorebooks':
    'You already have {{max}} lorebooks, which is the limit. Delete one with `/lore book delete` first.',
  'error.too-many-lorebooks-there':
    'There are already {{max}} lorebooks attached there, which is the limit. Detach one with `/lore book detach` first.',
  'error.too-many-personas':
    'You already have {{max}} profiles, the most one person can have. Delete one with `/me profile delete` first.',
  'error.too-many-presets':
    'You already have {{max}} presets, the most one person can have. Delete one with `/preset delete` first.',
  'error.vendor-not-offered': "This bot doesn't offer the vendor `{{vendor}}`. It offers: {{offered}}.",
} as const;
