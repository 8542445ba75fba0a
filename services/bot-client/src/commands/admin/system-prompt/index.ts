import { assign } from './assign.ts';
import { create, createSystemPromptForm } from './create.ts';
import { systemPromptDashboard } from './dashboard.ts';
import { edit } from './edit.ts';
import { list } from './list.ts';
import { confirmRemoval, remove } from './remove.ts';

export const systemPrompt = {
  description: 'What you tell the model everywhere, in a server, or of a character',
  subcommands: { create, edit, list, delete: remove, assign },
};

export const systemPromptComponents = [
  createSystemPromptForm,
  ...systemPromptDashboard.components,
  ...confirmRemoval.components,
];
