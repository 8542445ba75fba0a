import { ButtonStyle, ComponentType, SeparatorSpacingSize, TextInputStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { snowflake, trimmed, url } from './fields.ts';
import { problem } from './parse.ts';

/** Limits: Discord documentation, "Component Reference". */
const id = z.int().min(0).max(2_147_483_647).nullish();
const customId = z.string().min(1).max(100);

const emoji = z.object({
  id: snowflake.nullish(),
  name: z.string().max(100).nullish(),
  animated: z.boolean().nullish(),
});

const button = z
  .object({
    type: z.literal(ComponentType.Button),
    id,
    style: z.enum(ButtonStyle),
    label: z.string().max(80).nullish(),
    emoji: emoji.nullish(),
    custom_id: customId.nullish(),
    sku_id: snowflake.nullish(),
    url: url(512, ['http', 'https', 'discord']).nullish(),
    disabled: z.boolean().nullish(),
  })
  .superRefine((form, ctx) => {
    const required = (key: string) => ctx.addIssue(problem('BASE_TYPE_REQUIRED', 'This field is required', [key]));
    const exclusive = (key: string) =>
      ctx.addIssue(problem('BUTTON_COMPONENT_INVALID_FIELD', `A button of this style cannot have ${key}.`, [key]));
    if (form.style === ButtonStyle.Link) {
      if (!form.url) required('url');
      if (form.custom_id) exclusive('custom_id');
    } else if (form.style === ButtonStyle.Premium) {
      if (!form.sku_id) required('sku_id');
      if (form.custom_id) exclusive('custom_id');
    } else {
      if (!form.custom_id) required('custom_id');
      if (form.url) exclusive('url');
    }
    if (form.style !== ButtonStyle.Premium && !form.label && !form.emoji) {
      ctx.addIssue(problem('BUTTON_COMPONENT_LABEL_OR_EMOJI', 'A button needs a label or an emoji.', ['label']));
    }
  });

const selectBase = {
  id,
  custom_id: customId,
  placeholder: z.string().max(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
};

const defaultValues = (...types: string[]) =>
  z
    .array(z.object({ id: snowflake, type: z.enum(types) }))
    .max(25)
    .nullish();

const selectOption = z.object({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  emoji: emoji.nullish(),
  default: z.boolean().nullish(),
});

const stringSelect = z
  .object({ type: z.literal(ComponentType.StringSelect), ...selectBase, options: z.array(selectOption).min(1).max(25) })
  .superRefine((form, ctx) => {
    if (new Set(form.options.map(({ value }) => value)).size !== form.options.length) {
      ctx.addIssue(
        problem('SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used', ['options']),
      );
    }
    if ((form.max_values ?? 1) > form.options.length) {
      ctx.addIssue(problem('SELECT_MAX_VALUES', 'There are fewer options than max_values.', ['max_values']));
    }
  });

const entitySelects = [
  z.object({ type: z.literal(ComponentType.UserSelect), ...selectBase, default_values: defaultValues('user') }),
  z.object({ type: z.literal(ComponentType.RoleSelect), ...selectBase, default_values: defaultValues('role') }),
  z.object({
    type: z.literal(ComponentType.MentionableSelect),
    ...selectBase,
    default_values: defaultValues('user', 'role'),
  }),
  z.object({
    type: z.literal(ComponentType.ChannelSelect),
    ...selectBase,
    channel_types: z.array(z.int()).nullish(),
    default_values: defaultValues('channel'),
  }),
] as const;

const textInput = z.object({
  type: z.literal(ComponentType.TextInput),
  id,
  custom_id: customId,
  style: z.enum(TextInputStyle),
  label: z.string().min(1).max(45).nullish(),
  min_length: z.int().min(0).max(4_000).nullish(),
  max_length: z.int().min(1).max(4_000).nullish(),
  required: z.boolean().nullish(),
  value: z.string().max(4_000).nullish(),
  placeholder: z.string().max(100).nullish(),
});

/** Rows hold up to five buttons or one of anything else. */
function actionRow<Child extends z.ZodType<{ type: ComponentType }>>(child: Child) {
  return z
    .object({ type: z.literal(ComponentType.ActionRow), id, components: z.array(child).min(1).max(5) })
    .superRefine((row, ctx) => {
      const others = row.components.filter((each) => each.type !== ComponentType.Button);
      if (others.length > 0 && row.components.length > 1) {
        ctx.addIssue(
          problem('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width', [
            'components',
          ]),
        );
      }
    });
}

const messageRow = actionRow(z.discriminatedUnion('type', [button, stringSelect, ...entitySelects]));

const media = z.object({ url: url(2_048, ['http', 'https', 'attachment']) });
const fileMedia = z.object({ url: url(2_048, ['attachment']) });

const textDisplay = z.object({ type: z.literal(ComponentType.TextDisplay), id, content: z.string().min(1).max(4_000) });

const thumbnail = z.object({
  type: z.literal(ComponentType.Thumbnail),
  id,
  media,
  description: z.string().max(1_024).nullish(),
  spoiler: z.boolean().nullish(),
});

const section = z.object({
  type: z.literal(ComponentType.Section),
  id,
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});

const gallery = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id,
  items: z
    .array(z.object({ media, description: z.string().max(1_024).nullish(), spoiler: z.boolean().nullish() }))
    .min(1)
    .max(10),
});

const file = z.object({
  type: z.literal(ComponentType.File),
  id,
  file: fileMedia,
  spoiler: z.boolean().nullish(),
});

const separator = z.object({
  type: z.literal(ComponentType.Separator),
  id,
  divider: z.boolean().nullish(),
  spacing: z.enum(SeparatorSpacingSize).nullish(),
});

const container = z.object({
  type: z.literal(ComponentType.Container),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: z.boolean().nullish(),
  components: z
    .array(z.discriminatedUnion('type', [messageRow, textDisplay, section, gallery, file, separator]))
    .min(1)
    .max(40),
});

/** What a message may hold at its top level. Which of them fit together is `checkComponents`. */
export const componentsForm = z
  .array(z.discriminatedUnion('type', [messageRow, textDisplay, section, gallery, file, separator, container]))
  .max(40);

export type ComponentsForm = z.output<typeof componentsForm>;

const fileUpload = z.object({
  type: z.literal(ComponentType.FileUpload),
  id,
  custom_id: customId,
  min_values: z.int().min(0).max(10).nullish(),
  max_values: z.int().min(1).max(10).nullish(),
  required: z.boolean().nullish(),
  file_types: z.array(z.string()).nullish(),
});

const groupOption = z.object({
  value: z.string().min(1).max(100),
  label: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  default: z.boolean().nullish(),
});

const radioGroup = z.object({
  type: z.literal(21),
  id,
  custom_id: customId,
  options: z.array(groupOption).min(2).max(10),
  required: z.boolean().nullish(),
});

const checkboxGroup = z.object({
  type: z.literal(22),
  id,
  custom_id: customId,
  options: z.array(groupOption).min(1).max(10),
  min_values: z.int().min(0).max(10).nullish(),
  max_values: z.int().min(1).max(10).nullish(),
  required: z.boolean().nullish(),
});

const checkbox = z.object({ type: z.literal(23), id, custom_id: customId, default: z.boolean().nullish() });

const label = z.object({
  type: z.literal(ComponentType.Label),
  id,
  label: z.string().min(1).max(45),
  description: z.string().max(100).nullish(),
  component: z.discriminatedUnion('type', [
    textInput,
    stringSelect,
    ...entitySelects,
    fileUpload,
    radioGroup,
    checkboxGroup,
    checkbox,
  ]),
});

/** What an application opens in front of a person. */
export const modalForm = z
  .object({
    custom_id: customId,
    title: trimmed(1, 45),
    components: z
      .array(z.discriminatedUnion('type', [actionRow(textInput), label, textDisplay]))
      .min(1)
      .max(5),
  })
  .superRefine((modal, ctx) => {
    for (const duplicate of duplicates(collectCustomIds(modal.components))) {
      ctx.addIssue(duplicatedId(duplicate));
    }
  });

function duplicatedId(customIdUsedTwice: string) {
  return problem('COMPONENT_CUSTOM_ID_DUPLICATED', `Component custom id cannot be duplicated: ${customIdUsedTwice}`, [
    'components',
  ]);
}

/** A message of Components V2 holds this many components, nested ones included. */
const MAX_COMPONENTS = 40;
/** All text displays of one message together. */
const MAX_DISPLAYED_CHARACTERS = 4_000;
const MAX_LEGACY_ROWS = 5;

/** What a list of components must satisfy as a whole; pushes one issue per broken rule. */
export function checkComponents(
  components: ComponentsForm,
  isV2: boolean,
  addIssue: (issue: ReturnType<typeof problem>) => void,
): void {
  for (const duplicate of duplicates(collectCustomIds(components))) addIssue(duplicatedId(duplicate));

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

/** Every component in the tree, parents before their children. */
export function flatten(components: readonly object[]): Record<string, unknown>[] {
  return components.flatMap((component) => {
    const node = component as Record<string, unknown>;
    const children = Array.isArray(node['components']) ? (node['components'] as object[]) : [];
    const single = [node['accessory'], node['component']].filter((each) => typeof each === 'object' && each !== null);
    return [node, ...flatten([...children, ...single] as object[])];
  });
}

/** Buttons and selects that a person can press, with their custom ids. */
export function findByCustomId(components: readonly object[], wanted: string): Record<string, unknown> | undefined {
  return flatten(components).find((each) => each['custom_id'] === wanted);
}

function collectCustomIds(components: readonly object[]): string[] {
  return flatten(components).flatMap((each) => (typeof each['custom_id'] === 'string' ? [each['custom_id']] : []));
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** What Discord fills in where a component leaves it open, by type. */
const filledIn: Readonly<Record<number, Record<string, unknown>>> = {
  [ComponentType.StringSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.UserSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.RoleSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.MentionableSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.ChannelSelect]: { min_values: 1, max_values: 1 },
  [ComponentType.Thumbnail]: { description: null, spoiler: false },
  [ComponentType.File]: { spoiler: false, name: null, size: null },
  [ComponentType.Separator]: { divider: true, spacing: SeparatorSpacingSize.Small },
  [ComponentType.Container]: { accent_color: null, spoiler: false },
};

/** Components as Discord keeps them: every one has a number, absent means absent, and media have ids of their own. */
export function storeComponents(components: readonly object[], newId: () => string): object[] {
  const taken = new Set(flatten(components).flatMap((each) => (each['id'] ? [each['id']] : [])));
  let next = 1;
  const nextNumber = () => {
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  };

  const storeMedia = (shown: object) => ({ id: newId(), proxy_url: (shown as { url: string }).url, ...shown });
  const store = (component: object): object => {
    const { type } = component as { type: number };
    const stored: Record<string, unknown> = { ...filledIn[type], ...present(component) };
    stored['id'] = stored['id'] || nextNumber();
    for (const key of ['accessory', 'component']) {
      if (isObject(stored[key])) stored[key] = store(stored[key]);
    }
    for (const key of ['media', 'file']) if (isObject(stored[key])) stored[key] = storeMedia(stored[key]);
    if (Array.isArray(stored['items'])) {
      stored['items'] = (stored['items'] as { media: object }[]).map((item) => ({
        description: null,
        spoiler: false,
        ...present(item),
        media: storeMedia(item.media),
      }));
    }
    if (Array.isArray(stored['components'])) stored['components'] = (stored['components'] as object[]).map(store);
    return stored;
  };
  return components.map(store);
}

function present(component: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(component).filter(([, value]) => value !== undefined && value !== null));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
