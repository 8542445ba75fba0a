import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { usePane } from '../client/pane.ts';
import type { Component, Modal, Select } from '../discord/types.ts';
import {
  entryProblem,
  inputsOf,
  type ModalEntries,
  type ModalEntry,
  startEntries,
  toSubmission,
} from '../state/modal-form.ts';
import { ApplicationIcon } from './command-list.tsx';
import { Dialog } from './dialog.tsx';
import { useSelectChoices } from './entity-select.tsx';
import { Markdown } from './markdown.tsx';
import { SelectMenu } from './select-menu.tsx';

interface FieldProps {
  component: Component;
  label: string;
  entries: ModalEntries;
  showsProblems: boolean;
  channelId: string;
  onChange: (customId: string, entry: ModalEntry) => void;
  describedBy?: string | undefined;
}

const SelectField = ({ select, props }: { select: Select; props: FieldProps }): JSX.Element => {
  const { choices } = useSelectChoices(select, props.channelId);
  const entry = props.entries[select.custom_id];
  return (
    <SelectMenu
      label={props.label}
      placeholder={select.placeholder ?? 'Make a selection'}
      choices={choices}
      values={entry?.values ?? []}
      min={select.required === false ? 0 : (select.min_values ?? 1)}
      max={select.max_values ?? 1}
      isInvalid={props.showsProblems && entryProblem(select, entry) !== null}
      onChange={(values) => props.onChange(select.custom_id, { values })}
    />
  );
};

const Input = (props: FieldProps): JSX.Element | null => {
  const { component, label, entries, showsProblems, onChange, describedBy } = props;
  const name = useId();
  switch (component.type) {
    case 4: {
      const entry = entries[component.custom_id];
      const shared = {
        class: 'field',
        value: entry?.text ?? '',
        placeholder: component.placeholder ?? '',
        maxLength: component.max_length ?? 4_000,
        'aria-label': label,
        'aria-describedby': describedBy,
        'aria-required': component.required !== false,
        'aria-invalid': showsProblems && entryProblem(component, entry) !== null,
        autocomplete: 'off' as const,
      };
      const take = (event: { currentTarget: { value: string } }): void =>
        onChange(component.custom_id, { text: event.currentTarget.value });
      if (component.style === 2) return <textarea {...shared} rows={4} onInput={take} />;
      // What the server redacts is not shown on the screen either.
      return component.custom_id.endsWith(':secret') ? (
        <input {...shared} type="password" onInput={take} />
      ) : (
        <input {...shared} type="text" onInput={take} />
      );
    }
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return <SelectField select={component} props={props} />;
    case 19:
      return (
        <input
          class="field"
          type="file"
          multiple={(component.max_values ?? 1) > 1}
          aria-label={label}
          aria-describedby={describedBy}
          onChange={(event) =>
            onChange(component.custom_id, {
              files: [...(event.currentTarget.files ?? [])].map((file) => ({ name: file.name, blob: file })),
            })
          }
        />
      );
    case 21:
    case 22: {
      const entry = entries[component.custom_id];
      const values = entry?.values ?? [];
      return (
        <div class="choice-group" role={component.type === 21 ? 'radiogroup' : 'group'} aria-label={label}>
          {component.options.map((option) => (
            <label key={option.value} class="choice">
              <input
                type={component.type === 21 ? 'radio' : 'checkbox'}
                name={name}
                checked={component.type === 21 ? entry?.value === option.value : values.includes(option.value)}
                onChange={(event) => {
                  if (component.type === 21) onChange(component.custom_id, { value: option.value });
                  else {
                    const others = values.filter((value) => value !== option.value);
                    onChange(component.custom_id, {
                      values: event.currentTarget.checked ? [...others, option.value] : others,
                    });
                  }
                }}
              />
              <span>
                {option.label}
                {option.description !== undefined && <small>{option.description}</small>}
              </span>
            </label>
          ))}
        </div>
      );
    }
    case 23:
      return (
        <label class="choice">
          <input
            type="checkbox"
            checked={entries[component.custom_id]?.isChecked === true}
            onChange={(event) => onChange(component.custom_id, { isChecked: event.currentTarget.checked })}
          />
          <span>{label}</span>
        </label>
      );
    case 1:
      return (
        <>
          {component.components.map((inner, index) => (
            <Field key={index} {...props} component={inner} />
          ))}
        </>
      );
    // These show something and ask for nothing, or stand in messages only.
    case 2:
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
    case 17:
    case 18:
      return null;
    default:
      // A kind of input that came after this page.
      return null;
  }
};

const isOptional = (component: Component): boolean => 'required' in component && !(component.required ?? true);

const Field = (props: FieldProps): JSX.Element | null => {
  const { component, entries, showsProblems } = props;
  const id = useId();
  if (component.type === 10) return <Markdown text={component.content} />;
  if (component.type === 1) return <Input {...props} />;
  const inner = component.type === 18 ? component.component : component;
  const label = component.type === 18 ? component.label : component.type === 4 ? (component.label ?? '') : '';
  const description = component.type === 18 ? component.description : undefined;
  const input = inputsOf([inner])[0];
  const problem = showsProblems && input !== undefined ? entryProblem(input, entries[input.custom_id]) : null;
  return (
    <div class="modal-field">
      {inner.type !== 23 && (
        <span class="modal-label">
          {label}
          {!isOptional(inner) && <span class="required">*</span>}
        </span>
      )}
      {description !== undefined && (
        <span id={id} class="modal-description">
          {description}
        </span>
      )}
      <Input {...props} component={inner} label={label} describedBy={description === undefined ? undefined : id} />
      {problem !== null && (
        <span class="modal-problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
};

/** A form that an app asks the person to fill in. */
export const ModalDialog = ({ modal }: { modal: Modal }): JSX.Element => {
  const { client } = usePane();
  const [entries, setEntries] = useState<ModalEntries>(() => startEntries(modal));
  const [showsProblems, setShowsProblems] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const submit = async (): Promise<void> => {
    if (inputsOf(modal.components).some((input) => entryProblem(input, entries[input.custom_id]) !== null)) {
      setShowsProblems(true);
      return;
    }
    const { components, files } = toSubmission(modal, entries);
    setIsSending(true);
    const problem = await client.submitModal(modal, components, files);
    if (problem === null) client.closeModal(modal);
    setFailure(problem);
    setIsSending(false);
  };

  return (
    <Dialog title={modal.title} class="modal" onClose={() => client.closeModal(modal)}>
      <p class="modal-app">
        <ApplicationIcon application={modal.application} size={24} />
        {modal.application.name}
      </p>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {modal.components.map((component, index) => (
          <Field
            key={index}
            component={component}
            label=""
            entries={entries}
            showsProblems={showsProblems}
            channelId={modal.channel_id}
            onChange={(customId, entry) => setEntries((before) => ({ ...before, [customId]: entry }))}
          />
        ))}
        <p class="modal-warning">
          This form goes to <strong>{modal.application.name}</strong>. Do not share passwords or other sensitive
          information unless you trust it.
        </p>
        {failure !== null && !isSending && (
          <p class="modal-problem" role="alert">
            {failure}
          </p>
        )}
        <div class="dialog-buttons">
          <button type="button" class="button plain" onClick={() => client.closeModal(modal)}>
            Cancel
          </button>
          <button
            type="submit"
            class="button primary"
            disabled={isSending || !client.isConnected.value}
            aria-busy={isSending}
          >
            Submit
          </button>
        </div>
      </form>
    </Dialog>
  );
};
