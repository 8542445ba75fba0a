import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** A window above everything; Escape or a press beside it closes it. Focus stays inside and goes back afterwards. */
export const Dialog = ({
  title,
  isTitleHidden = false,
  class: className,
  onClose,
  children,
}: {
  title: string;
  isTitleHidden?: boolean;
  class?: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element => {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null || dialog.open) return undefined;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog ${className ?? ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) onClose();
      }}
      onKeyDown={(event) => {
        // Keys of the page behind must not hear what is typed here.
        event.stopPropagation();
      }}
    >
      <div class="dialog-content">
        <h2 id={titleId} class={isTitleHidden ? 'visually-hidden' : ''}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
};
