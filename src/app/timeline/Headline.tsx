/** One sentence on what happened last, with its time: the head of a slide. Loaded after the first paint. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useClusterName } from '../cluster/useClusterName';
import { useSlowList } from '../cluster/useSlowList';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { shortClock } from './clockText';
import { commandStore } from './commandStore';
import { type Headline as Newest, headlineOf, sentenceOf } from './headline';
import { FAULT_WORDS } from './faultWords';
import { commandMarks } from './deeds';

/** What the page is called until something has happened. */
export function Headline() {
  const t = useText();
  const name = useClusterName();
  const events = useSlowList('Event');
  const commands = useStore(commandStore, (state) => state.commands);
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  const newest = useMemo(() => headlineOf(events, commands, startedAt), [events, commands, startedAt]);
  if (newest === undefined) return <b className="ell">{name}</b>;
  const words = wordsOf(newest, t);
  return (
    <span className="ell headline" title={words}>
      <span className="num dim">{shortClock(newest.at - startedAt)}</span> {words}
    </span>
  );
}

function wordsOf(newest: Newest, t: Translate): string {
  if (newest.type === 'command')
    return commandMarks([newest.command], 0, (type) => t(FAULT_WORDS[type]))
      .map(({ text }) => text)
      .join('');
  const { event } = newest;
  const key = sentenceOf(event);
  return key === undefined ? (event.message ?? '') : t(key, { name: event.involvedObject.name ?? '' });
}
