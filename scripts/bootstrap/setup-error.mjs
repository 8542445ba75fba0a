/** The project could not be prepared; the message says what to do and is all that a person needs to see. */
export class SetupError extends Error {}
