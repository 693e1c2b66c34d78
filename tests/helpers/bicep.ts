/** Reads Bicep with its published grammar, strictly: a file with one place that the grammar does not know is refused whole. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Language, Parser, type Node } from 'web-tree-sitter';

/** A value as written: literals as themselves, everything else as its text in `{ expression }`. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value } | Expression;
export interface Expression {
  readonly expression: string;
}

export interface Declared {
  readonly symbol: string;
  /** `Microsoft.KeyVault/vaults`, without the version; of a module its file. */
  readonly type: string;
  readonly version: string;
  /** What must hold for it to be made, as written. */
  readonly condition: string | undefined;
  /** What it is made for each of, as written. */
  readonly each: string | undefined;
  readonly body: { readonly [name: string]: Value };
}

export interface Bicep {
  readonly resources: readonly Declared[];
  readonly modules: readonly Declared[];
  readonly variables: { readonly [name: string]: Value };
  readonly outputs: readonly string[];
  /** By name: its default as written, undefined where it must be given. */
  readonly params: ReadonlyMap<string, string | undefined>;
}

const require = createRequire(import.meta.url);
let parser: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  await Parser.init();
  const made = new Parser();
  made.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
  return made;
}

export async function readBicep(path: string): Promise<Bicep> {
  return parseBicep(await readFile(path, 'utf8'), path);
}

export async function parseBicep(text: string, path = 'the text'): Promise<Bicep> {
  const tree = (await (parser ??= load())).parse(text);
  if (!tree) throw new Error(`${path} could not be parsed.`);
  const wrong = firstWrong(tree.rootNode);
  if (wrong) throw new Error(`${path}:${wrong.startPosition.row + 1}: not Bicep: ${wrong.text.slice(0, 60)}`);
  const tops = tree.rootNode.namedChildren.filter((node) => node !== null);
  const of = (type: string): Node[] => tops.filter((node) => node.type === type);
  return {
    resources: of('resource_declaration').map(declared),
    modules: of('module_declaration').map(declared),
    variables: Object.fromEntries(of('variable_declaration').map((node) => [symbolOf(node), valueOf(lastOf(node))])),
    outputs: of('output_declaration').map(symbolOf),
    params: new Map(of('parameter_declaration').map((node) => [symbolOf(node), /=\s*(.+)$/s.exec(node.text)?.[1]])),
  };
}

function firstWrong(node: Node): Node | undefined {
  if (node.isError || node.isMissing) return node;
  for (const child of node.children) {
    const found = child && firstWrong(child);
    if (found) return found;
  }
  return undefined;
}

function declared(node: Node): Declared {
  const [, kind] = named(node);
  const [type = '', version = ''] = unquoted(kind?.text ?? '').split('@');
  let inner = lastOf(node);
  let condition: string | undefined;
  let each: string | undefined;
  if (inner.type === 'for_statement') {
    each = inner.text.slice(0, inner.text.indexOf(':')).replace('[', '').trim();
    inner = lastOf(inner);
  }
  if (inner.type === 'if_statement') {
    condition = named(inner)[0]?.text;
    inner = lastOf(inner);
  }
  const body = valueOf(inner);
  if (typeof body !== 'object' || body === null || Array.isArray(body) || isExpression(body))
    throw new Error(`${symbolOf(node)} has no body.`);
  return { symbol: symbolOf(node), type, version, condition, each, body: Object.fromEntries(Object.entries(body)) };
}

const named = (node: Node): Node[] =>
  node.namedChildren.filter((child) => child !== null && child.type !== 'comment' && child.type !== 'decorators');
const symbolOf = (node: Node): string => named(node)[0]?.text ?? '';
function lastOf(node: Node): Node {
  const last = named(node).at(-1);
  if (!last) throw new Error(`Nothing in ${node.text.slice(0, 60)}`);
  return last;
}
const unquoted = (text: string): string => text.replace(/^'|'$/g, '').replaceAll("\\'", "'");
export const isExpression = (value: Value | undefined): value is Expression =>
  typeof value === 'object' && value !== null && 'expression' in value && Object.keys(value).length === 1;

function valueOf(node: Node): Value {
  switch (node.type) {
    case 'string':
      return node.text.includes('${') ? { expression: node.text } : unquoted(node.text);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'array':
      return named(node).map(valueOf);
    case 'object':
      return Object.fromEntries(named(node).map((property) => [unquoted(symbolOf(property)), valueOf(lastOf(property))]));
    default:
      return { expression: node.text };
  }
}

/** Functions and namespaces of Bicep that infra/ uses. */
const builtIn = new Set([
  'az',
  'contains',
  'empty',
  'environment',
  'guid',
  'json',
  'resourceGroup',
  'startsWith',
  'subscriptionResourceId',
  'take',
  'tenant',
  'uniqueString',
  'utcNow',
  'object',
  'string',
  'int',
  'bool',
  'allowed',
  'description',
  'minLength',
  'maxLength',
  'minValue',
]);

/** Names that are used and declared nowhere: what a compiler would refuse first. */
export async function unknownNames(text: string): Promise<readonly string[]> {
  const tree = (await (parser ??= load())).parse(text);
  if (!tree) throw new Error('The text could not be parsed.');
  const declarations = named(tree.rootNode).filter(({ type }) => type.endsWith('_declaration'));
  const known = new Set([...builtIn, ...declarations.map(symbolOf)]);
  const used = new Set<string>();
  const walk = (node: Node, loop: ReadonlySet<string>): void => {
    const inside = node.type === 'for_statement' ? new Set([...loop, ...loopNames(node)]) : loop;
    if (node.type === 'identifier' && !inside.has(node.text)) used.add(node.text);
    // The name of a property is no use of anything.
    const children =
      node.type === 'object_property' && node.firstNamedChild?.type === 'identifier' ? node.namedChildren.slice(1) : node.namedChildren;
    for (const child of children) if (child) walk(child, inside);
  };
  walk(tree.rootNode, new Set());
  return [...used].filter((name) => !known.has(name));
}

const loopNames = (node: Node): string[] => [...node.text.slice(0, node.text.indexOf(' in ')).matchAll(/\w+/g)].map(([name]) => name);
