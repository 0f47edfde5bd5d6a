import { expect, test } from 'vitest';
import { fixtureStatus } from '../cluster/fixtureCluster';
import { pickLocale } from './localeStore';
import { panelStore, rememberedPanels } from './panelStore';
import { engineHealth, groupWaits, isPlaying, nodeFault, playbackStore } from './playbackStore';
import { readPreference, writePreference } from './preferences';
import { isRefTo, selectionStore } from './selectionStore';
import { asTheme } from './themeStore';
import { toastStore } from './toastStore';

test('where storage is forbidden nothing is remembered and nothing breaks', () => {
  writePreference('lang', 'ko');
  expect(readPreference('lang')).toBe(typeof localStorage === 'undefined' ? undefined : 'ko');
});

test('the first language that we have wins; without any it is English', () => {
  expect(pickLocale([undefined, 'fr-FR', 'ko-KR', 'en'])).toBe('ko');
  expect(pickLocale(['fr', 'de'])).toBe('en');
});

test('an unknown theme is the one of the system', () => {
  expect(asTheme('pink')).toBe('auto');
  expect(asTheme('dark')).toBe('dark');
});

test('panels stay as they were left', () => {
  expect(rememberedPanels(undefined)).toMatchObject({ files: true, inspector: true, terminal: false });
  expect(rememberedPanels('dock')).toEqual({ files: false, inspector: false, dock: true, terminal: false });
});

test('the panel that was asked for last is the one to show where there is room for one', () => {
  const { setOpen } = panelStore.getState();
  setOpen('files', true);
  setOpen('inspector', true);
  expect(panelStore.getState().asked).toBe('inspector');
  setOpen('files', false);
  expect(panelStore.getState().asked).toBe('inspector');
  setOpen('inspector', false);
  expect(panelStore.getState().asked).toBeUndefined();
});

test('countdowns are found by their object', () => {
  const waits = groupWaits(fixtureStatus().waits);
  expect(waits.get('Pod default/kubia-9qw4z')?.map(({ what }) => what)).toEqual(['grace']);
  expect(waits.get('Pod default/nobody')).toBeUndefined();
});

test('the engine is starting until it speaks, and failed once its worker is dead', () => {
  expect(engineHealth(playbackStore.getState())).toEqual({ type: 'starting' });
  playbackStore.getState().update({ ...fixtureStatus(), health: { type: 'running' } });
  expect(isPlaying(playbackStore.getState())).toBe(true);
  expect(nodeFault('worker-2')(playbackStore.getState())).toBe('networkCut');
  playbackStore.getState().setCrash('out of memory');
  expect(engineHealth(playbackStore.getState())).toEqual({ type: 'failed', why: 'out of memory' });
});

test('a selection names one object, with its namespace', () => {
  selectionStore.getState().select({ kind: 'Pod', namespace: 'default', name: 'kubia' });
  const { selected } = selectionStore.getState();
  expect(isRefTo(selected, 'Pod', 'default/kubia')).toBe(true);
  expect(isRefTo(selected, 'Pod', 'other/kubia')).toBe(false);
  expect(isRefTo(selected, 'Node', 'default/kubia')).toBe(false);
});

test('at most four messages are kept, the newest ones', () => {
  for (const title of ['a', 'b', 'c', 'd', 'e']) toastStore.getState().show({ tone: 'done', title });
  expect(toastStore.getState().toasts.map(({ title }) => title)).toEqual(['b', 'c', 'd', 'e']);
});
