// The two editors: the list with its reports in place, and the configuration.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { defaultHighlightStyle, defineLanguageFacet, Language, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { oneDarkHighlightStyle } from "@codemirror/theme-one-dark";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { GFM, parser } from "@lezer/markdown";

// The package lang-markdown would bring the grammars of HTML, CSS and JavaScript with it.
const markdown = new Language(defineLanguageFacet(), parser.configure(GFM), [], "markdown");

const looks = EditorView.theme({
  "&": { height: "100%", fontSize: "13px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace" },
  ".cm-gutters": { background: "var(--ground)", color: "var(--faint)", borderColor: "var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "var(--active)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { background: "var(--ground)", color: "var(--ink)", borderColor: "var(--line)", maxWidth: "60ch" },
  ".cm-diagnosticAction": { background: "var(--link)", color: "var(--paper)" },
  // The arrows there are in few fonts.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none !important" },
  ".cm-deletedChunk .cm-deletedText, .cm-changedText": { textDecoration: "none" },
});

// In a shadow root, styles are not elements of the page: the content policy forbids those.
const shadow = (parent) => parent.shadowRoot ?? parent.attachShadow({ mode: "open" });

const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => [
  looks,
  EditorView.darkTheme.of(dark.matches),
  syntaxHighlighting(dark.matches ? oneDarkHighlightStyle : defaultHighlightStyle),
];

function editor(parent, label, extensions, onChange) {
  const colours = new Compartment();
  const root = shadow(parent);
  const view = new EditorView({
    parent: root,
    root,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      EditorView.updateListener.of((update) => update.docChanged && onChange()),
      colours.of(theme()),
      extensions,
    ],
  });
  dark.addEventListener("change", () => view.dispatch({ effects: colours.reconfigure(theme()) }));
  return view;
}

export const listEditor = (parent, onChange) =>
  editor(parent, "The list", [markdown, lintGutter()], onChange);

export const configurationEditor = (parent, onChange) =>
  editor(parent, "The configuration", [StreamLanguage.define(toml)], onChange);

export const text = (view) => view.state.doc.toString();

export const setText = (view, insert) =>
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, selection: { anchor: 0 }, scrollIntoView: true });

/** A place (line and column from 1, in code points) as an offset of the editor, which counts UTF-16. */
function offset(doc, line, column) {
  const { from, text } = doc.line(Math.min(line, doc.lines));
  let units = 0;
  for (let left = column - 1; left > 0 && units < text.length; left--) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return from + units;
}

const range = (doc, [line, column, endLine, endColumn]) => ({
  from: offset(doc, line, column),
  to: offset(doc, endLine, endColumn),
});

export function show(view, findings) {
  const { doc } = view.state;
  const diagnostics = findings.map((finding) => ({
    ...range(doc, finding.place),
    severity: finding.severity,
    source: finding.rule,
    message: finding.message,
    actions: finding.fix ? [{ name: finding.fix.safe ? "Fix" : "Fix (unsafe)", apply: () => apply(view, finding) }] : [],
  }));
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** Applies the fix of a finding, all of its edits or none. */
export function apply(view, { fix }) {
  const changes = fix.edits.map(({ place, replacement }) => ({ ...range(view.state.doc, place), insert: replacement }));
  view.dispatch({ changes });
}

export function goTo(view, finding) {
  const { from, to } = range(view.state.doc, finding.place);
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
}

/** The lines that differ, in an editor that cannot be typed into. The caller destroys it. */
export const difference = (parent, before, after) =>
  new EditorView({
    parent: shadow(parent),
    root: shadow(parent),
    doc: after,
    extensions: [
      lineNumbers(),
      theme(),
      EditorState.readOnly.of(true),
      unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged: { margin: 2, minSize: 4 } }),
    ],
  });
