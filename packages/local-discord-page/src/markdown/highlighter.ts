import { common, createLowlight } from 'lowlight';

/** Colours code in the languages that people post most. Gives a tree, never markup. */
export const lowlight = createLowlight(common);
