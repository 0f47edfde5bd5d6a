/**
 * The Common Expression Language, for rules of custom resources. A part of its own: fetched with the first definition.
 * Models apiextensions-apiserver/pkg/apiserver/schema/cel (v1.36.3).
 * Left out: types beyond those of fields, cost limits, and the functions that `unknown` tells of.
 */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import type { JSONSchemaProps, ValidationRule } from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject } from '../../api/meta/jsonObject';
import {
  type Reading,
  located,
  matchesIn,
  newEnvironment,
  partsOf,
  readExpression,
  writtenAs,
} from '../../cel/expressions';
import { patternOf } from '../../cel/re2';
import type { RuleEngine, Verdict } from './rules';
import { fieldSchema, itemsOf } from './schemaParts';

/** The engine. It keeps what it has read, by text. */
export function createRuleEngine(): RuleEngine {
  const environment = ruleEnvironment();
  const readings = new Map<string, Reading>();
  const read = (text: string): Reading => {
    let reading = readings.get(text);
    if (reading === undefined) {
      reading = readExpression(environment, text);
      if (readings.size >= 1024) readings.clear();
      readings.set(text, reading);
    }
    return reading;
  };
  const evaluated = (text: string, schema: JSONSchemaProps, self: unknown, oldSelf: unknown): unknown => {
    const reading = read(text);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.compiled.evaluate({
      self: celValue(self, schema),
      ...(oldSelf === undefined ? {} : { oldSelf: celValue(oldSelf, schema) }),
    });
  };
  return {
    mistake(rule, schema) {
      const reading = read(rule);
      if ('mistake' in reading) return `compilation failed: ERROR: <input>:${reading.mistake}`;
      const { ast } = reading.compiled;
      return undeclared(ast, rule, schema) ?? notTruth(ast) ?? noPattern(ast, rule);
    },
    unknown({ rule, messageExpression = '' }) {
      const reading = read(rule);
      if ('mistake' in reading) return reading.mistake;
      const message = messageExpression === '' ? undefined : read(messageExpression);
      const names = [...callsIn(reading.compiled.ast)];
      if (message !== undefined && 'compiled' in message) names.push(...callsIn(message.compiled.ast));
      return names.find((name) => !known.has(name));
    },
    isTransition({ rule }) {
      const reading = read(rule);
      return 'compiled' in reading && mentions(reading.compiled.ast, 'oldSelf');
    },
    judge(rule, schema, self, oldSelf): Verdict {
      try {
        if (evaluated(rule.rule, schema, self, oldSelf) === true) return { type: 'holds' };
      } catch (error) {
        return { type: 'failed', why: lowered(error) };
      }
      return { type: 'broken', message: messageOf(rule, schema, self, oldSelf) };
    },
  };

  function messageOf(
    rule: ValidationRule,
    schema: JSONSchemaProps,
    self: unknown,
    oldSelf: unknown,
  ): string | undefined {
    const { messageExpression = '' } = rule;
    if (messageExpression === '') return undefined;
    try {
      const message = evaluated(messageExpression, schema, self, oldSelf);
      return typeof message === 'string' && message.trim() !== '' && !message.includes('\n')
        ? message.trim()
        : undefined;
    } catch {
      return undefined; // Then the rule's own words serve.
    }
  }
}

function lowered(error: unknown): string {
  const text = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Functions of the language and of Kubernetes' libraries that are there. */
const known = new Set(
  (
    'has all exists exists_one filter map size int uint double string bytes bool type dyn duration timestamp matches ' +
    'startsWith endsWith contains charAt indexOf lastIndexOf lowerAscii upperAscii replace split substring trim join ' +
    'isSorted sum min max find findAll isURL orValue hasValue value of none optMap ' +
    'getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds'
  ).split(' '),
);

/** The language as rules have it: with what is written, and what was there before. */
function ruleEnvironment(): Environment {
  const environment = newEnvironment();
  environment.registerVariable('self', 'dyn');
  environment.registerVariable('oldSelf', 'dyn');
  return environment;
}

/** JSON as the language knows it: whole numbers of integer fields are ints, maps are maps. */
function celValue(value: unknown, schema: JSONSchemaProps | undefined): unknown {
  if (Array.isArray(value)) {
    const items = schema === undefined ? undefined : itemsOf(schema);
    return value.map((each: unknown) => celValue(each, items));
  }
  if (typeof value === 'number') {
    const isInt = schema?.type === 'integer' || (schema?.type === undefined && Number.isInteger(value));
    return isInt && Number.isInteger(value) ? BigInt(value) : value;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, celValue(each, fieldSchema(schema, name))]),
  );
}

function* callsIn(node: ASTNode): Iterable<string> {
  if (node.op === 'call' || node.op === 'rcall') yield writtenAs(node.args[0]);
  for (const part of partsOf(node)) yield* callsIn(part);
}

function mentions(node: ASTNode, name: string): boolean {
  return (node.op === 'id' && node.args === name) || partsOf(node).some((part) => mentions(part, name));
}

/** A pattern of `matches` that Go does not read, where it is written out. Models cel-go's ValidateRegexLiterals. */
function noPattern(node: ASTNode, rule: string): string | undefined {
  for (const { word, pattern, pos } of matchesIn(node)) {
    if (word !== 'matches' || pattern === undefined || isPattern(pattern)) continue;
    return `compilation failed: ERROR: <input>:${located(rule, pos, 'invalid matches argument')}`;
  }
  return undefined;
}

function isPattern(source: string): boolean {
  try {
    return patternOf(source) !== undefined;
  } catch {
    return false;
  }
}

/** A field of self that the schema does not declare. */
function undeclared(node: ASTNode, rule: string, schema: JSONSchemaProps): string | undefined {
  let mistake: string | undefined;
  /** The schema of what a node stands for, where it is a path from self. */
  const schemaOf = (at: ASTNode): JSONSchemaProps | undefined => {
    if (at.op === 'id') return at.args === 'self' || at.args === 'oldSelf' ? schema : undefined;
    if (at.op !== '.') return undefined;
    const [owner, name] = at.args;
    const outer = schemaOf(owner);
    if (outer === undefined || outer.type !== 'object') return undefined;
    const escaped = name.replaceAll('__dot__', '.').replaceAll('__dash__', '-').replaceAll('__slash__', '/');
    const inside = fieldSchema(outer, escaped) ?? ofObject(outer, schema, escaped);
    if (inside !== undefined) return inside;
    const dot = rule.lastIndexOf('.', at.pos);
    mistake ??= `compilation failed: ERROR: <input>:${located(rule, dot < 0 ? at.pos : dot, `undefined field '${name}'`)}`;
    return undefined;
  };
  const visit = (at: ASTNode): void => {
    if (at.op === '.') schemaOf(at);
    for (const part of partsOf(at)) visit(part);
  };
  visit(node);
  return mistake;
}

const header: JSONSchemaProps = { type: 'string' };

/** Objects have headers, of which rules may read these. */
function ofObject(outer: JSONSchemaProps, root: JSONSchemaProps, name: string): JSONSchemaProps | undefined {
  if (outer !== root && outer['x-kubernetes-embedded-resource'] !== true) return undefined;
  if (name === 'apiVersion' || name === 'kind') return header;
  return name === 'metadata' ? bareMetadata : undefined;
}

const bareMetadata: JSONSchemaProps = { type: 'object', properties: { name: header, generateName: header } };

/** A rule that cannot be true or false. */
function notTruth({ op, args }: ASTNode): string | undefined {
  const isOther =
    ['+', '-', '*', '/', '%', '-_', 'list', 'map'].includes(op) || (op === 'value' && typeof args !== 'boolean');
  return isOther ? 'cel expression must evaluate to a bool' : undefined;
}
