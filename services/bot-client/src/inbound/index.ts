export { type AddressBook, createAddressBook } from './address-book.ts';
export { createSceneGatherer } from './gather.ts';
export { createIntake } from './intake.ts';
export { listen } from './listen.ts';
