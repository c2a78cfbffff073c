import ts from 'typescript';

/** Attributes whose texts nobody reads. Their values may look like words. */
const UNREAD_ATTRIBUTES =
  /^(class|d|viewBox|style|href|src|rel|accept|autocomplete|points|key|id|type|srcdoc)$|^data-/;
/** What is thrown is read by developers; the log is not the screen. */
const UNREAD_CALLS =
  /(^|\.)(Error|RegExp|matchMedia|closest|matches|querySelector|querySelectorAll|addEventListener)$/;

/** The same in every language: names of products, of keys, of what is dropped. */
const NAMES = ['Parley', 'Python', 'Ruby', 'Enter', 'Esc', 'Escape', 'Tab', 'Files', '/openapi.json'];

/**
 * Texts that stand in the code of a screen instead of in its catalog: what is read as a sentence or begins like one.
 *
 * @param path decides whether there is JSX in it
 * @returns each with its line
 */
export function literalTexts(path: string, code: string): string[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, kind);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isUnread(node)) return;
    const text = textOf(node);
    if (text !== null) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`“${text}” in line ${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return shown(node.text, /\p{L}{2}/u);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return shown(node.text, wordsOf(node));
  if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
    return shown(node.text, /^\s*\p{Lu}\p{Ll}+ |\p{Ll}{2,} \p{Ll}{2,}| \p{Ll}{3,}$|^ \p{Ll}{3,}/u);
  }
  return null;
}

/** In an attribute that is read aloud or shown, everything is; elsewhere only what is more than a name. */
function wordsOf(node: ts.Node): RegExp {
  const place = node.parent;
  const attribute = ts.isJsxAttribute(place) ? place.name.getText() : '';
  if (/^(aria-label|title|placeholder|alt|label|help|says|why|verb|hint)$/.test(attribute))
    return /\p{L}{2}/u;
  if (ts.isPropertyAssignment(place) && /^(label|text|title|says|hint)$/.test(place.name.getText()))
    return /\p{L}{2}/u;
  return /\p{L}{2,} \p{L}|^\p{Lu}\p{Ll}+[.:]?$/u;
}

function shown(text: string, isWords: RegExp): string | null {
  const trimmed = text.replace(/\s+/g, ' ');
  return isWords.test(trimmed) && !NAMES.includes(trimmed.trim()) ? trimmed.trim() : null;
}

function isUnread(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isLiteralExpression(node) && ts.isBinaryExpression(node.parent)) return isCompared(node.parent);
  if (ts.isJsxElement(node)) return node.openingElement.tagName.getText() === 'code';
  if (ts.isJsxAttribute(node)) return UNREAD_ATTRIBUTES.test(node.name.getText());
  if (ts.isNewExpression(node) || ts.isCallExpression(node))
    return UNREAD_CALLS.test(node.expression.getText());
  return false;
}

/** What is compared is a name in the code. */
function isCompared({ operatorToken }: ts.BinaryExpression): boolean {
  const { kind } = operatorToken;
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}
