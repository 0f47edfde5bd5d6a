import { expect, test } from 'vitest';
import { parseLesson } from '../../lessons/parseLesson';
import { unzipSync } from 'fflate';
import { authorStore } from './authorStore';
import { readChosen, textFileOf, zipOf } from './folderFiles';
import { openLessonLink, sealLesson } from './lessonLink';
import { skeleton } from './skeleton';

const folder = skeleton('my-lesson');

test('a new lesson is one that can be read', () => {
  expect(parseLesson(folder.name, folder.files)).toMatchObject({ type: 'lesson', lesson: { name: 'my-lesson' } });
});

test('a lesson travels in a link that chat programs take, and a changed link opens nothing', () => {
  const sealed = sealLesson(folder);
  if (sealed.type !== 'link') throw new Error('too big');
  expect(sealed.fragment).toMatch(/^#l1:[\w-]+$/);
  expect(sealed.fragment.length).toBeLessThan(2_000);
  expect(openLessonLink(sealed.fragment)).toEqual({ type: 'folder', folder });
  expect(openLessonLink(sealed.fragment.slice(0, -9))).toMatchObject({ type: 'problem', problem: { type: 'cut' } });
  expect(openLessonLink('#z1:abc')).toEqual({ type: 'none' });
  expect(openLessonLink('#l2:abc')).toMatchObject({ problem: { type: 'newer', version: 2 } });
});

/** What an earlier build made: such links open for ever. */
const OLD_LINK = [
  '#l1:AAN_QuzYnVddT9NgFL7frzhZjBcNLnrhDQkhEq_VqIkXYkI3CwNZS7bhQghmYjULNAETPiZuOhIUTTQZsCiov6hv9x983q-t',
  '7ToQb5auPe855z0fz3nOcooGZgLdGMFbORYoXVi6JsdBmr9VI4JwjqJjApJ6Nty8_GjQT0OgIw4W8hL_BBlokkIiYnBIN3OWGh0S',
  'OS7UQlev_ie8SKOiiScQ7srDijMcdXiskRjZ1YREBofV4L3HNlxiGx5vifoBW9si2YOT9jn9ha4idrgfNKtKmncsV7fXZl87FOx0',
  '2M5v_9gjttnyz7xx6m7X2WqdHXrKaOA2qPtuO2ie4gvv83AbyESMKtXqrFLvn7YBGnHkmUKnE2_1z27QxHVOOv5JSxvVrnVkrw8B',
  'rwEo8n-esg_17pYb7G4Kd_vQVHPZJ2HBMJSPwer3oNUwDPnZYx-_ibBuNuL4ogtkVPmk1PrtKgVHLo_Mvoczk7aGqAGp3Tf-URv3',
  'GqEpVMhU0ERoDqrszIW1sNzrdZ4lqGHrtbgXkYqBK7HzvArYWp3YW-hudoJXL_nvLlcDiN5u-L_-sOMa4hKRcGVuW9wYBcf1oOmx',
  'H9Wu2ya8CdZ1InUR7LVDeRd4FSs4Xl06p72LNJHMms5pd_WLvJksbQW5vLTRbSXRfqA5BYuyZg74_Ij_zwMJLLtEs9O05Cxq5DIF',
  'djnTeOiX-Tgoo_g6t1gq8w4Fxj4FQbMSq1XJcjHomrTvo_U40As2VcJgLOdpsHCFSuUEPwoXcKZwiTp9IAgjOIEwJoaMLR5niuZC',
  'XuhfKHL4hoRhKC8hZhhAOTjGRUtwcUiZ8skl_YMeKK8Afvood8cRL_N4mbUsuyeJ0TZCTlGWqLTD517efG5J1FbIxG90XmXCOgYl',
  '5hpiLyCNyhUndBaTFf9hqOBoOe0Ccu3YOStDExboKpkzILvRaIOaIOSRErwVSj89szAgUBH2YiEryBJuIJLZqzg9TXjRJe4fcpfo',
  '68SyE14mQkS7x9BjW0FsH0jaBMI7QIz9D6wuA1tKdIGI7AkJG0LibhDdCmRkBokHpV_gMmW6d_c2jfWYQ5g7zmHw801gbDkzi3uU',
  'Hl9_ktEXyHC74KWJnOPKMpTiYzKHEYkSNMacnw_706MysQGaZAMO8uMX2yjlzHkr0Uq_a_oGhDQVAQ9WFhZ07scwrhU3E3tNOkUr',
  'qZXUXw',
].join('');

test('a link of the first build still opens', () => {
  const link = openLessonLink(OLD_LINK);
  if (link.type !== 'folder') throw new Error(JSON.stringify(link));
  const { name, files } = link.folder;
  expect(files['web.yaml']).toContain('kind: ReplicaSet');
  expect(parseLesson(name, files)).toMatchObject({ type: 'lesson', lesson: { name: 'my-lesson', minutes: 5 } });
});

test('a folder goes into a zip or one file and comes back', async () => {
  const zip = zipOf(folder);
  expect(Object.keys(unzipSync(new Uint8Array(await zip.arrayBuffer())))).toContain('my-lesson/lesson.yaml');
  const read = (blob: Blob, name: string) => readChosen([new File([blob], name)]);
  expect(await read(zip, 'my-lesson.zip')).toEqual({ type: 'folder', folder });
  expect(await read(textFileOf(folder), 'my-lesson.lesson.json')).toEqual({ type: 'folder', folder });
  expect(await read(new Blob(['no zip']), 'x.zip')).toEqual({
    type: 'problem',
    problem: { type: 'notALesson', where: 'zip' },
  });
  expect(await read(new Blob(['a']), 'x.md')).toMatchObject({ problem: { where: 'lesson.yaml' } });
});

test('a word goes where one writes; a lesson that another takes the place of comes back', () => {
  const { begin, show, moveCursor, insert, bringBack } = authorStore.getState();
  begin(folder);
  show('wrong-scale.session');
  moveCursor('# fails: '.length);
  insert('delete, ');
  expect(authorStore.getState().folder?.files['wrong-scale.session']).toMatch(/^# fails: delete, replaced\n/);
  begin(skeleton('another'));
  expect(authorStore.getState().folder?.name).toBe('another');
  bringBack();
  expect(authorStore.getState().folder?.files['wrong-scale.session']).toContain('delete, ');
  expect(authorStore.getState().before?.name).toBe('another');
});

test('a file is renamed to a name that is free and can be one', () => {
  const { begin, renameFile } = authorStore.getState();
  begin(folder);
  expect(renameFile('web.yaml', 'ko.md')).toBe(false);
  expect(renameFile('web.yaml', '../web.yaml')).toBe(false);
  expect(renameFile('web.yaml', 'shop.yaml')).toBe(true);
  const files = authorStore.getState().folder?.files;
  expect(files?.['shop.yaml']).toBe(folder.files['web.yaml']);
  expect(files?.['web.yaml']).toBeUndefined();
});
