import { ButtonStyle, ComponentType, SeparatorSpacingSize, TextInputStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { findSharedIds } from './component-rules.ts';
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
    for (const issue of findSharedIds(modal.components)) ctx.addIssue(issue);
  });
