import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

interface TextPlace {
  readonly isEditable: boolean;
  readonly selectionText: string;
  readonly editFlags: Pick<
    ContextMenuParams['editFlags'],
    'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'
  >;
}

/** The context menu of a right click on a text field or on selected text. */
export function textMenu(place: TextPlace): MenuItemConstructorOptions[] {
  const { isEditable, selectionText, editFlags } = place;
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy' }];
  return [
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}
