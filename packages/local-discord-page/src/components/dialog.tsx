import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

/** Unless somebody else took it in the meantime, such as the next dialog. */
const giveBackFocus = (opener: HTMLElement): void => {
  if (document.activeElement === document.body && opener.isConnected) opener.focus();
};

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
  useLayoutEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    return () => {
      // The browser gives the focus back only to what is still there when the dialog goes.
      if (opener instanceof HTMLElement) requestAnimationFrame(() => giveBackFocus(opener));
    };
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
