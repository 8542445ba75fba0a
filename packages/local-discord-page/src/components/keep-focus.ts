/** For what is pressed beside a field that one goes on writing in: the press leaves the cursor there. */
export const keepFocus = (event: Event): void => event.preventDefault();
