// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { copyText } from './clipboard';

test('where a frame may not use the clipboard, the text is copied by selection and the focus comes back', async () => {
  vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('refused')) } });
  const button = document.createElement('button');
  document.body.append(button);
  button.focus();
  let copied: string | undefined;
  // What browsers do: the selection of what has the focus is copied.
  document.execCommand = () => {
    const field = document.activeElement;
    if (field instanceof HTMLTextAreaElement) copied = field.value.slice(field.selectionStart, field.selectionEnd);
    return true;
  };
  expect(await copyText('kubectl get pods')).toBe(true);
  expect(copied).toBe('kubectl get pods');
  expect(document.activeElement).toBe(button);
  expect(document.querySelector('textarea')).toBeNull();
  vi.unstubAllGlobals();
});
