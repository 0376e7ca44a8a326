import { describe, expect, it } from 'vitest';
import { textMenu } from './text-menu.ts';

const editFlags = { canCut: false, canCopy: false, canPaste: true, canSelectAll: true };
const roles = (place: Parameters<typeof textMenu>[0]) =>
  textMenu(place).flatMap(({ role, enabled }) => (role && enabled !== false ? [role] : []));

describe('a right click', () => {
  it('pastes where text is typed, and copies what is selected', () => {
    expect(roles({ isEditable: true, selectionText: '', editFlags })).toEqual([
      'paste',
      'selectAll',
    ]);
    expect(roles({ isEditable: false, selectionText: 'a price', editFlags })).toEqual(['copy']);
  });

  it('offers nothing where there is no text', () => {
    expect(textMenu({ isEditable: false, selectionText: ' ', editFlags })).toEqual([]);
  });
});
