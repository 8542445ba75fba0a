/** Parts of lists, forms and dashboards that every command shares. */
export const interfaceWords = {
  'interface.back': '‹ Back',
  'interface.next': 'Next ›',
  'interface.page': '{{what}} · page {{page}} of {{pages}}',
  'interface.edit': 'Edit',
  'interface.keep': 'Keep it',
  'interface.try-again': 'Try again',
  'interface.what-you-wrote': 'What you wrote:',
  'interface.empty': '*empty*',
  'interface.none': '*none*',
  'interface.default': 'Default',
  'interface.all-defaults': '*all defaults*',
  'interface.yes': 'Yes',
  'interface.no': 'No',
  'interface.filter-all': 'All',
  'interface.filter-mine': 'Mine',
  'interface.filter-public': 'Public',
  'interface.reloaded': 'I had to load this again. Press **Edit** once more.',
  'interface.too-long-for-form':
    'It has {{length}} characters, too many for a form. Leave it empty to keep it as it is.',
  'interface.draft-expired': 'I keep what you typed for an hour, and that time is over. Run the command again.',
} as const;
