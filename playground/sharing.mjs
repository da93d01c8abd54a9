// What is in the page, as the part of an address behind "#". That part never leaves the browser.
const through = async (stream, bytes) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

export async function toHash({ text, configuration }) {
  const bytes = new TextEncoder().encode(JSON.stringify({ text, configuration }));
  const packed = await through(new CompressionStream("deflate-raw"), bytes);
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return "#list=" + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The list behind "#list=", the repository behind "#github=", or null. Throws for a link that was cut off. */
export async function fromHash(hash) {
  const [name, value] = [hash.slice(1, hash.indexOf("=")), hash.slice(hash.indexOf("=") + 1)];
  if (name === "github") return { repository: decodeURIComponent(value) };
  if (name !== "list") return null;
  const binary = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const { text, configuration } = JSON.parse(
    new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), packed)),
  );
  return { text: String(text), configuration: String(configuration ?? "") };
}

/** The README of "owner/repo" or of an address on github.com. */
export async function readme(repository) {
  const found = /^(?:https:\/\/github\.com\/)?([\w.-]+)\/([\w.-]+?)(?:\.git)?(?:[/#?].*)?$/.exec(repository.trim());
  if (!found) throw new Error("write it as owner/repo");
  const [, owner, name] = found;
  for (const file of ["README.md", "readme.md", "Readme.md"]) {
    const response = await fetch(`https://raw.githubusercontent.com/${owner}/${name}/HEAD/${file}`);
    if (response.ok) return { repository: `${owner}/${name}`, text: await response.text() };
    if (response.status !== 404) throw new Error(`GitHub answers ${response.status}`);
  }
  throw new Error(`GitHub has no README.md of ${owner}/${name}`);
}

/** Markdown for an issue: the lines that were reported, what was said, and a link to the whole. */
export function asIssue({ version, findings, lines, configuration, address }) {
  const reported = [...new Set(findings.map((finding) => finding.place[0]))].sort((a, b) => a - b);
  const fence = "`".repeat(Math.max(3, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length + 1)));
  const block = (language, text) => `${fence}${language}\n${text}\n${fence}\n`;
  return [
    "## The lines of the list\n",
    block("markdown", reported.map((number) => lines[number - 1]).join("\n")),
    "## What was said\n",
    block("text", findings.map(asLine).join("\n") || "Nothing."),
    configuration.trim() && "## The configuration\n\n" + block("toml", configuration.trim()),
    "## What should have been\n\n\n",
    `mdpaperlint ${version}. [The whole list in the playground](${address})\n`,
  ]
    .filter(Boolean)
    .join("\n");
}

export const asLine = ({ place: [line, column], severity, rule, message, fix }) =>
  `README.md:${line}:${column}: ${severity} ${rule}: ${message}${fix ? (fix.safe ? " [fix]" : " [unsafe fix]") : ""}`;
