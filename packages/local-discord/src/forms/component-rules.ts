import { ComponentType } from 'discord-api-types/v10';
import { flatten } from './component-tree.ts';
import { problem } from './parse.ts';

/** A message of Components V2 holds this many components, nested ones included. */
const MAX_COMPONENTS = 40;
/** All text displays of one message together. */
const MAX_DISPLAYED_CHARACTERS = 4_000;
const MAX_LEGACY_ROWS = 5;

/** What a list of components must satisfy as a whole; pushes one issue per broken rule. */
export function checkComponents(
  components: readonly { readonly type: ComponentType }[],
  isV2: boolean,
  addIssue: (issue: ReturnType<typeof problem>) => void,
): void {
  for (const issue of findSharedIds(components)) addIssue(issue);

  if (!isV2) {
    if (components.length > MAX_LEGACY_ROWS) {
      addIssue(problem('BASE_TYPE_MAX_LENGTH', `Must be ${MAX_LEGACY_ROWS} or fewer in length.`, ['components']));
    }
    components.forEach((component, index) => {
      if (component.type !== ComponentType.ActionRow) {
        addIssue(problem('UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).', ['components', index]));
      }
    });
    return;
  }

  const all = flatten(components);
  if (all.length > MAX_COMPONENTS) {
    addIssue(
      problem('COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', `Max of ${MAX_COMPONENTS} components.`, ['components']),
    );
  }
  const characters = all.reduce(
    (sum, each) => sum + (typeof each['content'] === 'string' ? each['content'].length : 0),
    0,
  );
  if (characters > MAX_DISPLAYED_CHARACTERS) {
    addIssue(
      problem(
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        `Total text must be ${MAX_DISPLAYED_CHARACTERS} or fewer in length.`,
        ['components'],
      ),
    );
  }
  const ids = all.flatMap((each) => (typeof each['id'] === 'number' && each['id'] !== 0 ? [String(each['id'])] : []));
  for (const duplicate of duplicates(ids)) {
    addIssue(problem('COMPONENT_ID_DUPLICATED', `Component id cannot be duplicated: ${duplicate}`, ['components']));
  }
}

/** One issue per custom id that two components share. */
export function findSharedIds(components: readonly object[]): ReturnType<typeof problem>[] {
  return duplicates(collectCustomIds(components)).map((customId) =>
    problem('COMPONENT_CUSTOM_ID_DUPLICATED', `Component custom id cannot be duplicated: ${customId}`, ['components']),
  );
}

function collectCustomIds(components: readonly object[]): string[] {
  return flatten(components).flatMap((each) => (typeof each['custom_id'] === 'string' ? [each['custom_id']] : []));
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
