/** `staff` may manage messages in the server; `operator` runs the bot. */
export type Access = 'everyone' | 'staff' | 'operator';
