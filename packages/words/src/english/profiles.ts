/** Who people are to characters: `/me profile`. */
export const profiles = {
  'profile.form-title': 'New profile',
  'profile.section': 'Profile',
  'profile.name': 'Name',
  'profile.name-hint': 'What characters call you.',
  'profile.pronouns': 'Pronouns',
  'profile.about': 'About you',
  'profile.about-hint': 'What every character may know about you.',
  'profile.pronouns-line': 'Pronouns: {{pronouns}}',
  'profile.about-line': 'About you: {{about}}',
  'profile.is-default': 'Your default: characters know you by this profile.',
  'profile.is-not-default': 'Not in use: another profile is your default.',
  'profile.use-by-default': 'Use by default',
  'profile.created': '**{{name}} is saved.** Press **Use by default** if characters should know you by it.',
  'profile.default-set': 'Characters now know you as **{{name}}**.',
} as const;
