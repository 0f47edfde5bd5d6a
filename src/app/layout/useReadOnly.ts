/** Whether the page lets anything be changed. */
import { useStore } from 'zustand';
import type { TextKey } from '../i18n/text';
import { isReadOnly, remoteStore } from '../stores/remoteStore';
import { usePageQuery } from './PageContext';

/** The sentence that says why nothing can be changed here; undefined where it can. */
export function useReadOnly(): TextKey | undefined {
  const { readOnly } = usePageQuery();
  const remote = useStore(remoteStore, isReadOnly);
  return remote ? 'remote.readOnly.text' : readOnly === true ? 'embed.readOnly.text' : undefined;
}
