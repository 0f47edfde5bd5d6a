/**
 * Markdown of lessons as elements of our own. Lessons come from strangers: no HTML is ever made of their text, and links
 * lead to the documentation of Kubernetes or into this page alone.
 */
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Fragment, memo, type ReactNode, useMemo } from 'react';
import { CodeBlock, CodeSpan } from './CodeBlock';

interface MarkdownProps {
  readonly text: string;
}

/** Paragraphs, lists, tables, quotes, code, emphasis and links; everything else stands as its own text. */
export const Markdown = memo(function Markdown({ text }: MarkdownProps) {
  const tokens = useMemo(() => lexer(text), [text]);
  return <div className="md">{blocks(tokens)}</div>;
});

/** Whether a link of a lesson may lead to `href`. */
export function isAllowedLink(href: string): boolean {
  return /^https:\/\/kubernetes\.io(\/|$)/.test(href) || /^#[\w/.:@-]*$/.test(href);
}

/** Every token of marked is one of its own: no extension adds others. */
const known = (token: Token) => token as MarkedToken;

function blocks(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{block(known(token))}</Fragment>);
}

function block(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'paragraph':
      return <p>{inlines(token.tokens)}</p>;
    case 'heading':
      return (
        <p>
          <strong>{inlines(token.tokens)}</strong>
        </p>
      );
    case 'blockquote':
      return <blockquote>{blocks(token.tokens)}</blockquote>;
    case 'list':
      return list(token);
    case 'table':
      return table(token);
    case 'code':
      return <CodeBlock text={token.text} language={token.lang ?? ''} />;
    case 'hr':
      return <hr />;
    case 'text':
      return token.tokens === undefined ? token.text : inlines(token.tokens);
    default:
      return <p>{token.raw}</p>;
  }
}

function list({ ordered, start, items }: Tokens.List): ReactNode {
  const rows = items.map((item, index) => <li key={index}>{blocks(item.tokens)}</li>);
  return ordered ? <ol start={start === '' ? 1 : start}>{rows}</ol> : <ul>{rows}</ul>;
}

function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    <div className="md-table">
      <table>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index}>{inlines(cell.tokens)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{inlines(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inlines(tokens: readonly Token[] | undefined): ReactNode {
  return tokens?.map((token, index) => <Fragment key={index}>{inline(known(token))}</Fragment>);
}

function inline(token: MarkedToken): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? token.text : inlines(token.tokens);
    case 'escape':
      return token.text;
    case 'strong':
      return <strong>{inlines(token.tokens)}</strong>;
    case 'em':
      return <em>{inlines(token.tokens)}</em>;
    case 'del':
      return <del>{inlines(token.tokens)}</del>;
    case 'codespan':
      return <CodeSpan text={token.text} />;
    case 'br':
      return <br />;
    case 'link':
      return link(token);
    default:
      return token.raw;
  }
}

function link({ href, tokens }: Tokens.Link): ReactNode {
  if (!isAllowedLink(href)) return inlines(tokens);
  if (href.startsWith('#')) return <a href={href}>{inlines(tokens)}</a>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {inlines(tokens)}
    </a>
  );
}
