/** Notes of an import or export as people read them: one line for each reason, with its objects behind it. Pure. */
import { type Note, type NoteKey, subjectText } from './note';

export interface NoteGroup {
  readonly key: NoteKey;
  readonly tone: Note['tone'];
  readonly count: number;
  /** What each is about, with what its note says besides. */
  readonly lines: readonly string[];
}

const TONES: readonly Note['tone'][] = ['changed', 'notice', 'leftOut'];

/** Groups by reason: what was changed first, then what should be known, then what was left out. */
export function noteGroups(notes: readonly Note[]): readonly NoteGroup[] {
  const groups = new Map<NoteKey, Note[]>();
  for (const note of notes) groups.set(note.key, [...(groups.get(note.key) ?? []), note]);
  return [...groups]
    .map(([key, of]) => ({ key, tone: of[0]?.tone ?? 'notice', count: of.length, lines: linesOf(of) }))
    .sort((one, other) => TONES.indexOf(one.tone) - TONES.indexOf(other.tone) || one.count - other.count);
}

function linesOf(notes: readonly Note[]): readonly string[] {
  return notes.flatMap(({ about, params = {} }) => {
    const said = Object.values(params).join(', ');
    const what = about === undefined ? '' : subjectText(about);
    const line = what === '' || said === '' ? what + said : `${what}: ${said}`;
    return line === '' ? [] : [line];
  });
}
