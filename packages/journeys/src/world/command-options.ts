import { z } from 'zod';

/** What a person fills in, by the option's name. */
export type GivenOptions = Readonly<Record<string, string | number | boolean>>;

interface Option {
  type: number;
  name: string;
  options?: Option[] | undefined;
}
const Option: z.ZodType<Option> = z.lazy(() =>
  z.object({ type: z.number(), name: z.string(), options: z.array(Option).optional() }),
);

/** The commands that a person may use in a place, as their client's picker loads them. */
export const CommandIndex = z.object({
  application_commands: z.array(
    z.object({
      id: z.string(),
      application_id: z.string(),
      name: z.string(),
      version: z.string().optional(),
      type: z.number().optional(),
      options: z.array(Option).optional(),
    }),
  ),
});
export type CommandIndex = z.infer<typeof CommandIndex>;

interface SentOption {
  type: number;
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: SentOption[];
}

/** A command as `POST /interactions` takes it. */
export interface SentCommand {
  applicationId: string;
  data: object;
}

/**
 * @param line such as `/character create`
 * @param focused the option that is being typed, for suggestions
 * @throws Error when the person has no such command there, or it has no such option
 */
export function toSentCommand(line: string, given: GivenOptions, index: CommandIndex, focused?: string): SentCommand {
  const [name = '', ...path] = line.replace(/^\//, '').split(' ');
  const command = index.application_commands.find((each) => each.name === name);
  if (command === undefined) throw new Error(`there is no command /${name} for this person here`);

  const descend = (words: readonly string[], offered: readonly Option[]): SentOption[] => {
    const [word, ...rest] = words;
    if (word === undefined) return fill(given, offered, focused);
    const found = offered.find((each) => each.name === word);
    if (found === undefined) throw new Error(`/${name} has no ${word}`);
    return [{ type: found.type, name: word, options: descend(rest, found.options ?? []) }];
  };
  return {
    applicationId: command.application_id,
    data: {
      id: command.id,
      name: command.name,
      type: command.type ?? 1,
      ...(command.version !== undefined && { version: command.version }),
      options: descend(path, command.options ?? []),
      attachments: [],
    },
  };
}

function fill(given: GivenOptions, offered: readonly Option[], focused: string | undefined): SentOption[] {
  return Object.entries(given).map(([name, value]) => {
    const option = offered.find((each) => each.name === name);
    if (option === undefined) throw new Error(`there is no option ${name}`);
    return { type: option.type, name, value, ...(name === focused && { focused: true }) };
  });
}
