/** What `{{trim}}` leaves behind until the text is whole; letters that no text may use. */
export const TRIM_MARK = '\uE000trim\uE000';
