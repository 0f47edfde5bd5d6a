/** Habits of files: how long they are, how they begin, which words do not belong in them. */
import type { SourceFile } from './sources';

/** A file over this many lines must be in the list of reasons below. */
const ASK_AT = 400;
/** No reason is good enough for more. */
const LIMIT = 600;

/** Long files and why they are one thing. A file that has become shorter must leave the list. */
export const reasonsForLength: Readonly<Record<string, string>> = {};

/** Data, not code: as long as what it lists. */
const tables = /\/(?:en|ko)\.json$|\/fixtures?\/|Table\.ts$/;

/** Files that are too long, one sentence each. */
export function lengthFindings(
  files: readonly SourceFile[],
  reasons: Readonly<Record<string, string>> = reasonsForLength,
): readonly string[] {
  const lengths = new Map(files.map(({ path, text }) => [path, text.trimEnd().split('\n').length]));
  const stale = Object.keys(reasons).filter((path) => (lengths.get(path) ?? 0) <= ASK_AT);
  const long = [...lengths].flatMap(([path, lines]) => {
    if (tables.test(path) || lines <= ASK_AT) return [];
    if (lines > LIMIT) return [`${path}: ${lines} lines, more than ${LIMIT}: cut it by noun`];
    return reasons[path] === undefined ? [`${path}: ${lines} lines: cut it by noun, or list it with a reason`] : [];
  });
  return [...long, ...stale.map((path) => `${path}: has a reason to be long, but is not`)];
}

const LONGEST_HEADER = 12;

/** Files of src that do not say in their first lines what they are for. Tests speak for themselves. */
export function headerFindings(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const header = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
    if (header === undefined) return [`${path}: does not begin with a comment that says what it is for`];
    const words = header.replace(/[\s*]+/g, ' ').trim();
    if (words.length < 20) return [`${path}: its first comment says nothing`];
    const lines = header.split('\n').length;
    return lines > LONGEST_HEADER ? [`${path}: its first comment has ${lines} lines, 5 are enough`] : [];
  });
}

interface StrayWord {
  readonly pattern: RegExp;
  readonly why: string;
  /** Where the word is at home. */
  readonly except?: RegExp;
}

const stray: readonly StrayWord[] = [
  {
    pattern: /(?:^|[\s'"`(])\/(?:work|root|home(?!\/learner\b)|Users)\/\w/,
    why: "a path of somebody's machine",
    except: /labs|kubelet\/(?:runtime|images)/,
  },
  { pattern: /\bTODO\b(?!\(#\d+\))/, why: 'a TODO without the number of an issue: TODO(#12)' },
  { pattern: /\b(?:FIXME|XXX|HACK)\b/, why: 'say what is wrong and why, or mend it' },
  { pattern: /\bdebugger;/, why: 'left over from trying out' },
  { pattern: /\b(?:ChatGPT|Claude|Copilot|LLM|AI assistant|helper agent|subagent)\b/i, why: 'not about the project' },
  // `from this session` is kubectl's own word for what is typed after `kubectl run -it`.
  { pattern: /\b(?<!output from )(?:this|previous|earlier|next) session\b/i, why: 'history belongs in commits' },
  {
    pattern: /\b(?:no longer uses|now uses|was renamed|has been moved)\b/i,
    why: 'history belongs in commits',
  },
  { pattern: /\bit\.only\b|\btest\.only\b|\bdescribe\.only\b|\b(?:test|it|describe)\.skip\b/, why: 'every test runs' },
  { pattern: /eslint-disable|oxlint-disable|@ts-ignore|@ts-nocheck|biome-ignore/, why: 'a guard that is switched off' },
];

/** Words that do not belong, with file and line. */
export function strayWordFindings(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        stray
          .filter(({ pattern, except }) => pattern.test(line) && except?.test(path) !== true)
          .map(({ why }) => `${path}:${index + 1}: ${why}: ${line.trim().slice(0, 100)}`),
      ),
  );
}

/** Files whose name tells nothing, or that were left over from trying out. */
export function nameFindings(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) =>
      /\/(?:utils?|helpers?|common|misc|stuff|scratch|try|temp|tmp|foo)(?:\/|\.[\w.]+$|[A-Z])/.test(path),
    )
    .map(({ path }) => `${path}: name it after what it holds`);
}

const CALL = /^\s*(?:this\.)?(?:[\w#]+\.)*(?:client\.(?:get|list|create|update|patch|delete|raw)|recorder\.event)\(/;
/** A line after which an expression goes on: what follows is not a statement. */
const OPEN = /(?:=>|[(,=?:&|[]|\breturn|\bawait)\s*$/;

/**
 * Calls of the API that nobody waits for, in the engine: they would interleave by the number of awaits inside. A
 * statement that begins with such a call is found; the kernel finds at run time what this does not.
 */
export function floatingCallFindings(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) => {
      const previous = (lines[index - 1] ?? '').replace(/\/\/.*$/, '').trimEnd();
      const isFloating = (CALL.test(line) && !OPEN.test(previous)) || /^\s*void\s+[\w#.]+\(/.test(line);
      return isFloating ? [`${path}:${index + 1}: await it: ${line.trim().slice(0, 80)}`] : [];
    });
  });
}
