import ts from "typescript";
import type { SourceText } from "./planted.ts";

const FILE_LINES_MAX = 250;

/** A rule that dependency-cruiser cannot see, since it is about what a file says and not about what it imports. */
export type SourceRule = {
  readonly name: string;
  readonly appliesTo: (path: string) => boolean;
  readonly brokenLines: (source: ts.SourceFile) => readonly number[];
};

export const sourceRules: readonly SourceRule[] = [
  {
    name: "environment-only-at-the-entry",
    appliesTo: (path) =>
      !["src/main.ts", "src/tracing.ts", "src/cli/demo.ts", "src/cli/tokens.ts", "src/cli/audit.ts"].includes(path),
    brokenLines: linesWhere(readsEnvironment),
  },
  { name: "no-enums", appliesTo: everywhere, brokenLines: linesWhere(ts.isEnumDeclaration) },
  {
    name: "no-classes-but-app-error",
    appliesTo: everywhere,
    // React catches a page's bug by a class alone.
    brokenLines: linesWhere(
      (node) => ts.isClassLike(node) && !["AppError", "ErrorBoundary"].includes(node.name?.text ?? ""),
    ),
  },
  { name: "no-default-exports", appliesTo: everywhere, brokenLines: linesWhere(exportsDefault) },
  {
    name: "domain-knows-no-clock",
    appliesTo: (path) => path.startsWith("src/domain/"),
    brokenLines: linesWhere((node) => isGlobal(node, ["Date", "crypto", ...TIMERS]) || readsRandom(node)),
  },
  {
    name: "application-asks-the-clock",
    appliesTo: (path) => path.startsWith("src/application/"),
    brokenLines: linesWhere((node) => isGlobal(node, TIMERS) || readsClock(node) || readsRandom(node)),
  },
  { name: "files-stay-short", appliesTo: everywhere, brokenLines: firstLineTooMany },
];

/** The broken lines as `path:line`, in the order of the file. */
export function violationsOf(rule: SourceRule, texts: readonly SourceText[]): readonly string[] {
  return texts
    .filter(({ path }) => rule.appliesTo(path))
    .flatMap(({ path, text }) => {
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return [...new Set(rule.brokenLines(source))].map((line) => `${path}:${line}`);
    });
}

function everywhere(): boolean {
  return true;
}

function linesWhere(breaks: (node: ts.Node) => boolean): SourceRule["brokenLines"] {
  return (source) => {
    const lines: number[] = [];
    const visit = (node: ts.Node): void => {
      if (breaks(node)) {
        lines.push(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return lines;
  };
}

function firstLineTooMany(source: ts.SourceFile): readonly number[] {
  const lineCount = source.text.replace(/\n$/, "").split("\n").length;
  return lineCount > FILE_LINES_MAX ? [FILE_LINES_MAX + 1] : [];
}

function readsEnvironment(node: ts.Node): boolean {
  const owner = /^(?:globalThis\.)?(?:process|Deno)$|^import\.meta$/;
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "env" && owner.test(node.expression.getText());
  if (ts.isElementAccessExpression(node))
    return /^.env.$/.test(node.argumentExpression.getText()) && owner.test(node.expression.getText());
  if (ts.isBindingElement(node) && ts.isVariableDeclaration(node.parent.parent))
    return namesEnv(node) && owner.test(node.parent.parent.initializer?.getText() ?? "");
  if (ts.isImportSpecifier(node)) return namesEnv(node) && /process['"];?$/.test(node.parent.parent.parent.getText());
  return false;
}

function namesEnv({ propertyName, name }: ts.BindingElement | ts.ImportSpecifier): boolean {
  return (propertyName ?? name).getText() === "env";
}

function exportsDefault(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  return node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent);
}

const TIMERS = ["setTimeout", "setInterval", "setImmediate", "performance"];

/** A global by its bare name or through globalThis; a property or a field of the same name is neither. */
function isGlobal(node: ts.Node, names: readonly string[]): boolean {
  if (!ts.isIdentifier(node) || !names.includes(node.text)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return parent.expression.getText() === "globalThis";
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  return !(isNamedMember(parent) && parent.name === node);
}

type NamedMember = ts.PropertyAssignment | ts.MethodDeclaration | ts.TypeElement;

function isNamedMember(node: ts.Node): node is NamedMember {
  return ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isTypeElement(node);
}

/** `Math` may only be asked for something by name, and not for chance. */
function readsRandom(node: ts.Node): boolean {
  if (!isGlobal(node, ["Math"])) return false;
  return !ts.isPropertyAccessExpression(node.parent) || node.parent.name.text === "random";
}

/** Reading the time now. Naming the type, comparing with it and formatting a given number are not. */
function readsClock(node: ts.Node): boolean {
  if (isGlobal(node, ["AbortSignal"]))
    return ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === "timeout";
  if (!isGlobal(node, ["Date"])) return false;
  const { parent } = node;
  if (ts.isTypeReferenceNode(parent)) return false;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword;
  if (ts.isPropertyAccessExpression(parent)) return !["UTC", "parse"].includes(parent.name.text);
  return !(ts.isNewExpression(parent) && formatsOneNumber(parent));
}

function formatsOneNumber(date: ts.NewExpression): boolean {
  const access = date.parent;
  return (
    date.arguments?.length === 1 &&
    ts.isPropertyAccessExpression(access) &&
    /^to(?:JSON|\w*String)$/.test(access.name.text)
  );
}
