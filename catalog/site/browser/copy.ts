/** Makes the buttons work that copy the text of an element: `data-copy` names it. */
export function startCopying(within: ParentNode, done: string): void {
  for (const button of within.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const source = document.getElementById(button.dataset['copy'] ?? '');
    if (source === null) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      void copy(source).then((copied) => {
        if (!copied) return;
        const before = button.textContent;
        button.textContent = done;
        setTimeout(() => {
          button.textContent = before;
        }, 1500);
      });
    });
  }
}

/** The clipboard needs a secure page; elsewhere the text is left selected for the keyboard. */
async function copy(source: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return false;
  }
}
