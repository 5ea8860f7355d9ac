// Owns: which names of properties are known outside the Worker. Read from the types: a name is where
// one of its declarations is not the Worker's own, where an object that has it goes to somebody who
// reads objects by their keys or comes from there, and where it is written as text.
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A name, and each reason why somebody outside depends on it. None: it may be any other. */
export type PropertyNames = ReadonlyMap<string, ReadonlySet<string>>;

/** Files of which every property is known outside. */
const WIRE_FILES: readonly string[] = ['env.ts'];

/** What the Worker itself declares of things that leave it. */
const WIRE_TYPES: readonly string[] = ['LogLine', 'OpenAIError'];

/** What is read of an object by functions that see all its keys. */
const REFLECTING = /^(Object\.(entries|keys|values|assign|fromEntries|groupBy)|JSON\.stringify)$/;

/** The program of `worker/`, with its own compiler settings. */
export function workerProgram(worker: string): ts.Program {
  const config = join(worker, 'tsconfig.json');
  const read = ts.readConfigFile(config, (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, worker);
  return ts.createProgram([join(worker, 'index.ts')], options);
}

/**
 * Finds every name of a property.
 *
 * @param folder of the files that are the Worker's
 */
export function propertyNames(program: ts.Program, folder: string): PropertyNames {
  const checker = program.getTypeChecker();
  const names = new Map<string, Set<string>>();
  const files = program.getSourceFiles().filter(({ fileName }) => dirname(fileName) === folder);
  const own = new Set(files.filter(({ fileName }) => !isWireFile(fileName)));

  const reasonsOf = (name: string): Set<string> => {
    const known = names.get(name) ?? new Set();
    names.set(name, known);
    return known;
  };
  for (const file of files) visit(file);
  return names;

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) visitName(node);
    else if (ts.isExpression(node)) visitExpression(node);
    visitByText(node);
    ts.forEachChild(node, visit);
    // An identifier that is a value flows like any other expression.
    if (ts.isIdentifier(node) && isValue(node)) visitExpression(node);
  }

  /** A name in the place of a property must be declared by the Worker alone. */
  function visitName(node: ts.Identifier): void {
    const { parent, text } = node;
    if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
      if (node !== (parent.propertyName ?? parent.name) || parent.dotDotDotToken) return;
      const type = checker.getTypeAtLocation(parent.parent);
      use(text, checker.getPropertyOfType(checker.getNonNullableType(type), text), node);
    } else if (isAssigned(parent.parent)) {
      use(text, checker.getPropertySymbolOfDestructuringAssignment(node), node);
    } else if (isPropertyName(node)) {
      use(text, checker.getSymbolAtLocation(node), node);
    }
  }

  /** Whether it is the pattern in `({ name } = value)`. */
  function isAssigned(node: ts.Node): boolean {
    if (!ts.isObjectLiteralExpression(node) || !ts.isBinaryExpression(node.parent)) return false;
    const { left, operatorToken } = node.parent;
    return left === node && operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }

  function use(name: string, symbol: ts.Symbol | undefined, node: ts.Node): void {
    const reasons = reasonsOf(name);
    const declarations = symbol?.declarations ?? [];
    if (declarations.length === 0) reasons.add(`${place(node)} nobody declares it`);
    for (const declaration of declarations) {
      if (!isOwn(declaration)) reasons.add(`${place(node)} it is not the Worker's`);
    }
  }

  /** Where a value goes to a type, that type's properties must be the Worker's as well. */
  function visitExpression(node: ts.Expression): void {
    if (ts.isAsExpression(node) && isOpaque(checker.getTypeAtLocation(node.expression))) {
      leak(checker.getTypeAtLocation(node), 'it comes from outside', node);
    }
    if (ts.isCallExpression(node)) visitCall(node);
    const to = checker.getContextualType(node);
    if (to !== undefined) flow(checker.getTypeAtLocation(node), to, node);
  }

  function visitCall(node: ts.CallExpression): void {
    const signature = checker.getResolvedSignature(node);
    const predicate = signature && checker.getTypePredicateOfSignature(signature);
    const [asked] = node.arguments;
    if (predicate?.type && asked && isOpaque(checker.getTypeAtLocation(asked))) {
      leak(predicate.type, 'it comes from outside', node);
    }
    if (!REFLECTING.test(node.expression.getText())) return;
    for (const argument of node.arguments) {
      leak(checker.getTypeAtLocation(argument), 'it is read as a key', node);
    }
  }

  function flow(from: ts.Type, to: ts.Type, node: ts.Node): void {
    const targets = parts(checker.getNonNullableType(to));
    for (const property of ownProperties(from)) {
      const known = targets.flatMap((part) => checker.getPropertyOfType(part, property.name) ?? []);
      const declarations = known.flatMap((symbol) => symbol.declarations ?? []);
      if (declarations.some((declaration) => !isOwn(declaration))) {
        reasonsOf(property.name).add(`${place(node)} it goes to a type that is not the Worker's`);
      }
    }
    if (targets.length > 0 && targets.every(isOpaque)) {
      leak(from, 'it goes to somebody who may read its keys', node);
    }
  }

  /** Texts that are names. */
  function visitByText(node: ts.Node): void {
    if (ts.isForInStatement(node)) {
      leak(checker.getTypeAtLocation(node.expression), 'it is read as a key', node);
    } else if (ts.isElementAccessExpression(node)) {
      visitKey(node.argumentExpression, node.expression);
    } else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      visitKey(node.left, node.right);
    } else if (ts.isStringLiteralLike(node) && isPropertyName(node)) {
      reasonsOf(node.text).add(`${place(node)} it is written as text`);
    } else if (ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression)) {
      reasonsOf(node.expression.text).add(`${place(node)} it is written as text`);
    }
  }

  function visitKey(key: ts.Expression, object: ts.Expression): void {
    if (ts.isStringLiteralLike(key)) {
      reasonsOf(key.text).add(`${place(key)} it is written as text`);
    } else if (checker.getTypeAtLocation(key).flags & ts.TypeFlags.NumberLike) {
      return;
    } else {
      for (const { name } of checker.getPropertiesOfType(checker.getTypeAtLocation(object))) {
        reasonsOf(name).add(`${place(key)} it is read as a key`);
      }
    }
  }

  /** All names in a type that the Worker declares, however deep. */
  function leak(type: ts.Type, why: string, node: ts.Node, seen = new Set<ts.Type>()): void {
    for (const part of parts(type)) {
      if (seen.has(part)) continue;
      seen.add(part);
      for (const argument of part.aliasTypeArguments ?? []) leak(argument, why, node, seen);
      if (checker.isArrayType(part) || checker.isTupleType(part)) {
        for (const item of checker.getTypeArguments(part as ts.TypeReference)) {
          leak(item, why, node, seen);
        }
      }
      for (const property of ownProperties(part)) {
        reasonsOf(property.name).add(`${place(node)} ${why}`);
        leak(checker.getTypeOfSymbol(property), why, node, seen);
      }
    }
  }

  function ownProperties(type: ts.Type): readonly ts.Symbol[] {
    return parts(type)
      .filter((part) => part.flags & ts.TypeFlags.Object || part.isIntersection())
      .flatMap((part) => checker.getPropertiesOfType(part))
      .filter(
        // Those of a `Record` have no declaration.
        ({ declarations }) =>
          declarations?.some((declaration) => own.has(declaration.getSourceFile())) ?? true,
      );
  }

  /** Says nothing of properties: whoever has such a value can only read it by its keys. */
  function isOpaque(type: ts.Type): boolean {
    const { Any, Unknown, NonPrimitive, Object } = ts.TypeFlags;
    if (type.flags & (Any | Unknown | NonPrimitive)) return true;
    if (!(type.flags & Object) || type.getCallSignatures().length > 0) return false;
    if (checker.isArrayType(type) || checker.isTupleType(type)) return false;
    return checker.getPropertiesOfType(type).length === 0;
  }

  function isOwn(declaration: ts.Declaration): boolean {
    const { parent } = declaration;
    const isNamed = ts.isInterfaceDeclaration(parent) || ts.isTypeAliasDeclaration(parent);
    const isWire = isNamed && WIRE_TYPES.includes(parent.name.text);
    return own.has(declaration.getSourceFile()) && !isWire;
  }

  function place(node: ts.Node): string {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${file.fileName.slice(folder.length + 1)}:${line + 1}:`;
  }
}

function isWireFile(fileName: string): boolean {
  return WIRE_FILES.some((file) => fileName.endsWith(`/${file}`));
}

function parts(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** Whether it names a property that is declared or read here. */
function isPropertyName(node: ts.Identifier | ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isAccessor(parent)) &&
    parent.name === node
  );
}

function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return !isPropertyName(node) && !ts.isTypeNode(parent) && ts.isExpression(node);
}
