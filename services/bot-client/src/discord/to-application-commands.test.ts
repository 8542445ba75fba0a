import { ApplicationCommandType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { actions } from '../actions/index.ts';
import { commands } from '../commands/index.ts';
import { toApplicationCommands } from './to-application-commands.ts';

interface Node {
  type: number;
  name: string;
  description?: string;
  required?: boolean;
  options?: Node[];
  choices?: { name: string; value: string }[];
  autocomplete?: boolean;
}

const registered = toApplicationCommands({ commands, actions });
const isTyped = ({ type }: { type?: number | undefined }) => type === ApplicationCommandType.ChatInput;
const typed = (registered as Node[]).filter(isTyped);
const menus = registered.filter((command) => !isTyped(command));
const nodes = typed.flatMap(function flatten(node): Node[] {
  return [node, ...(node.options ?? []).flatMap(flatten)];
});

/** `/name subcommand required! optional?{choice|choice} suggested!…` */
function draw(node: Node, words: string[] = []): string[] {
  const path = [...words, node.name];
  const inner = (node.options ?? []).filter(({ type }) => type <= 2);
  if (inner.length > 0) return inner.flatMap((option) => draw(option, path));
  const options = (node.options ?? []).map(({ name, required, choices, autocomplete }) => {
    const values = choices ? `{${choices.map(({ value }) => value).join('|')}}` : '';
    return `${name}${required === true ? '!' : '?'}${autocomplete === true ? '…' : ''}${values}`;
  });
  return [`/${[...path, ...options].join(' ')}`];
}

describe('the commands', () => {
  it('are these', () => {
    const tree = typed.flatMap((command) => draw(command)).join('\n');

    expect(tree).toMatchInlineSnapshot(`
      "/character create
      /character edit character!…
      /character view character!…
      /character browse query? filter?{all|mine|public|here}
      /character delete character!…
      /character restore character!…
      /character clone character!… name?
      /character chat character!… message!
      /character greet character!…
      /character settings character!…
      /character picture set character!… picture!
      /character picture clear character!…
      /character field set character!… field!{description|personality|scenario|greeting|examples|systemPrompt} file!
      /character field get character!… field!{description|personality|scenario|greeting|examples|systemPrompt}
      /character alias add character!… alias! scope?{me|server|everywhere}
      /character alias remove character!… alias! scope?{me|server|everywhere}
      /character alias list character!…
      /character allowlist add character!… person!
      /character allowlist remove character!… person!
      /character allowlist list character!…
      /character co-owner add character!… person!
      /character co-owner remove character!… person!
      /character co-owner list character!…
      /character export character!… format?{png|json|charx}
      /chime-in character!…
      /random message!
      /narrate text! character?…
      /me profile create
      /me profile list
      /me profile view profile!…
      /me profile edit profile!…
      /me profile default profile!…
      /me profile override character!… profile?…
      /me profile delete profile!…
      /me profile share-ltm enabled!
      /me model list
      /me model set character!… preset!…
      /me model reset character!…
      /me model default preset?…
      /me timezone set zone?…
      /me timezone get
      /me birthday month? day?
      /me usage period?{24h|7d|30d} theme?{dark|light}
      /wallet set vendor!…
      /wallet list
      /wallet remove vendor!…
      /wallet test vendor!…
      /wallet cap vendor!…
      /preset create name! model!… vendor?…
      /preset list
      /preset view preset!…
      /preset edit preset!… model?…
      /preset use where!{me|character|own-character|channel|server} preset?… character?…
      /preset clone preset!… name?
      /preset delete preset!…
      /preset export preset!…
      /preset import file!
      /preset global create name! model!… vendor?…
      /preset global edit preset!…
      /preset global default preset?…
      /preset global free-default preset?…
      /usage period?{24h|7d|30d} theme?{dark|light}
      /history clear character!…
      /history undo character!…
      /history stats character!…
      /history reset undo?
      /memory search words! character?…
      /memory browse character?…
      /memory purge character?… where?{server|channel} older_than?
      /memory incognito for!{hour|day|week|always|off}
      /memory fresh for!{hour|day|week|always|off}
      /memory export
      /note set character?…
      /note show character?…
      /note clear character?…
      /lore book create name!
      /lore book list
      /lore book edit book!…
      /lore book attach book!… to!{person|character|channel|server} character?…
      /lore book detach book!… to!{person|character|channel|server} character?…
      /lore book delete book!…
      /lore book export book!… format?{sillytavern|v3}
      /lore entry add book!… keys! content! title?
      /lore entry edit entry!…
      /lore entry list book!…
      /lore entry delete entry!…
      /lore test text? message? book?…
      /import files file! file2? file3? file4? file5? file6? file7? file8? file9? file10? character?…
      /import history
      /import undo
      /settings character?…
      /channel activate character!…
      /channel deactivate character?…
      /channel list
      /channel who
      /channel instructions channel?
      /channel settings
      /server settings
      /server characters character?… choice?{allow|block|neither}
      /server access role? character?… change?{allow|remove} replies-per-day?
      /server stats
      /admin health
      /admin usage period?{24h|7d|30d} theme?{dark|light}
      /admin errors
      /admin servers
      /admin leave server!…
      /admin settings
      /admin system-prompt create
      /admin system-prompt edit prompt!…
      /admin system-prompt list
      /admin system-prompt delete prompt!…
      /admin system-prompt assign prompt!… change!{add|remove} character?… server?
      /admin deny add mode!{block|mute} person? channel? character?… server? days? reason?
      /admin deny list
      /admin hide character!…
      /admin show character!…
      /admin audit
      /admin keys
      /admin backup
      /help"
    `);
  });

  it('are within what Discord takes', () => {
    expect(registered.length).toBeLessThanOrEqual(100);
    for (const { name, description, options, choices } of nodes) {
      // Entries of menus have a label of any form and no description.
      const isMenu = description === undefined;
      expect(name).toMatch(isMenu ? /^.{1,32}$/ : /^[\p{Ll}\p{N}_-]{1,32}$/u);
      if (isMenu) continue;
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(100);
      expect((options ?? []).length).toBeLessThanOrEqual(25);
      expect((choices ?? []).length).toBeLessThanOrEqual(25);
      const required = (options ?? []).map((option) => option.required === true);
      expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
    }
  });

  it('stand beside entries in the menus of messages and people, as many and as long as Discord takes', () => {
    expect(menus.map(({ type, name }) => `${type} ${name}`)).toEqual([
      '3 Who said this?',
      '3 What was remembered here?',
      '3 Forget this',
      '3 Stop',
      '3 Regenerate',
      '3 Swipe',
      '3 Change reply',
      '3 Make a lore entry',
      '3 Import these files',
    ]);
    expect(menus.every(({ name }) => name.length <= 32 && name.trim() === name)).toBe(true);
    expect(menus.length).toBeLessThanOrEqual(15);
  });

  it('of operators and staff are hidden from everybody else', () => {
    const permissions = registered.map((command) => [command.name, command.default_member_permissions]);

    expect(Object.fromEntries(permissions)).toMatchObject({ admin: '0', channel: '8192', character: null });
  });
});
