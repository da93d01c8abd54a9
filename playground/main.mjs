import { check, fix } from "./checking.mjs";
import { apply, configurationEditor, difference, goTo, listEditor, setText, show, text } from "./editors.mjs";
import { asIssue, fromHash, readme, toHash } from "./sharing.mjs";

const EXAMPLE = `# Papers on protein design

| Date    | Title                      | Paper                                    |
| ------- | -------------------------- | ---------------------------------------- |
| 2020-09 | Folding by Hand            | [abs](https://arxiv.org/abs/2009.10009)  |
| 2021-07 | Folding at Scale           | [abs](https://arxiv.org/abs/2107.10010)  |
| 2022-11 | Folding without Alignments | [abs](https://arxiv.org/abs//2211.10011) |
| 2023-02 | Binders on Demand          | [abs](https://arxiv.org/abs/2302.10014)  | new |
| 2022-06 | Backbones by Diffusion     | [abs](https://arxiv.org/abs/2206.10012)  |
`;

const element = (id) => document.getElementById(id);
const make = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};
const say = (message) => (element("status").value = message);

let answer;
let opened = null;
let timer;
const list = listEditor(element("list"), changed);
const configuration = configurationEditor(element("toml"), changed);

function changed() {
  clearTimeout(timer);
  element("reports").ariaBusy = "true";
  timer = setTimeout(lint, 150);
}

async function lint() {
  const asked = text(list);
  const given = await check(asked, text(configuration));
  // A text that changed meanwhile is checked again, and its places are others.
  if (given === null || asked !== text(list)) return;
  element("reports").ariaBusy = "false";
  element("problem").hidden = !given.error && !given.problems.length;
  element("problem").textContent = given.error ?? given.problems.join("\n");
  if (given.error) return say("Not checked.");
  answer = { ...given, lines: asked.split("\n") };
  show(list, given.findings);
  element("findings").replaceChildren(...given.findings.map(item));
  element("outline").textContent = given.outline.join("\n") || "There is no section and no table.";
  element("tab-reports").textContent = `Reports (${given.findings.length})`;
  element("fix").disabled = !given.findings.some((finding) => finding.fix);
  element("issue").disabled = false;
  say(`${summary(given.findings)} ${Math.round(given.milliseconds)} ms`);
}

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

function summary(findings) {
  if (!findings.length) return "No violations.";
  const errors = findings.filter((finding) => finding.severity === "error").length;
  return `${count(errors, "error")}, ${count(findings.length - errors, "warning")}.`;
}

function item(finding) {
  const { place, rule, severity, message } = finding;
  const where = make("button", { className: "place", onclick: () => goTo(list, finding) }, `${place[0]}:${place[1]}`);
  const name = make("a", { href: `../rules/${rule}/`, target: "_blank" }, rule);
  const made = make("li", { className: severity }, where, make("b", {}, severity), " ", name, make("p", {}, message));
  if (finding.fix?.corrected != null) made.append(make("code", {}, finding.fix.corrected));
  if (finding.fix) {
    const label = finding.fix.safe ? "Fix" : "Fix (unsafe)";
    made.append(make("button", { title: finding.fix.message, onclick: () => apply(list, finding) }, label));
  }
  return made;
}

async function previewFixes() {
  const before = text(list);
  const fixed = await fix(before, text(configuration), element("unsafe").checked);
  if (fixed.error) return say(fixed.error);
  if (fixed.text === before) return say("Nothing is safe to fix; unsafe fixes may be.");
  element("preview-title").textContent = `${count(fixed.fixed, "violation")} fixed`;
  element("preview").showModal();
  const shown = difference(element("difference"), before, fixed.text);
  element("preview").onclose = ({ target }) => {
    shown.destroy();
    if (target.returnValue === "apply" && text(list) === before) setText(list, fixed.text);
  };
}

async function address() {
  const unchanged = opened !== null && opened.text === text(list) && !text(configuration).trim();
  const hash = unchanged
    ? `#github=${opened.repository}`
    : await toHash({ text: text(list), configuration: text(configuration) });
  history.replaceState(null, "", hash);
  return location.href;
}

async function copy(what, made) {
  try {
    await navigator.clipboard.writeText(await made);
    say(`${what} copied.`);
  } catch {
    say("The browser keeps the clipboard to itself; the address of this page is the link.");
  }
}

async function open(repository) {
  say(`Opening ${repository}…`);
  try {
    opened = await readme(repository);
  } catch (error) {
    return say(`Not opened: ${error.message}.`);
  }
  // The editor counts every line end as one character, and so must who reads its text.
  opened.text = opened.text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  element("repository").value = opened.repository;
  setText(list, opened.text);
  history.replaceState(null, "", `#github=${opened.repository}`);
}

async function follow() {
  let found = null;
  try {
    found = await fromHash(location.hash);
  } catch {
    say("The link is not whole.");
  }
  if (found?.repository) return open(found.repository);
  setText(configuration, found?.configuration ?? "");
  setText(list, found?.text ?? EXAMPLE);
}

element("fix").onclick = previewFixes;
element("share").onclick = () => copy("Link", address());
element("issue").onclick = () =>
  copy(
    "Issue",
    address().then((link) =>
      asIssue({ ...answer, configuration: text(configuration), address: link }),
    ),
  );
element("open").onsubmit = (event) => {
  event.preventDefault();
  open(element("repository").value);
};
for (const tab of document.querySelectorAll("[role=tab]"))
  tab.onclick = () => {
    for (const each of document.querySelectorAll("[role=tab]")) {
      each.setAttribute("aria-selected", each === tab);
      element(each.getAttribute("aria-controls")).hidden = each !== tab;
    }
  };
addEventListener("hashchange", follow);
follow();
