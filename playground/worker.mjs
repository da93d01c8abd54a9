// Runs mdpaperlint, in a thread of its own so that typing never waits for it.
import { loadPyodide } from "./pyodide/pyodide.mjs";

async function packages() {
  const response = await fetch("packages.zip");
  if (!response.ok) throw new Error(`packages.zip: ${response.status}`);
  return response.arrayBuffer();
}

async function start() {
  const [python, archive] = await Promise.all([
    // No package of Pyodide is used, so the list of them (120 kB) is not fetched. PYODIDE is its head.
    loadPyodide({ indexURL: "./pyodide/", lockFileContents: { info: PYODIDE, packages: {} } }),
    packages(),
  ]);
  python.unpackArchive(archive, "zip", { extractDir: "/packages" });
  python.FS.mkdir("/list");
  python.FS.chdir("/list");
  python.runPython("import sys; sys.path.insert(0, '/packages')");
  return python.pyimport("checker");
}

const ready = start();
ready.catch((error) => postMessage({ id: 0, error: `mdpaperlint could not start: ${error.message}` }));

onmessage = async ({ data: { id, kind, text, configuration, unsafe } }) => {
  const checker = await ready;
  const begun = performance.now();
  try {
    const answer = kind === "fix" ? checker.fix(text, configuration, unsafe) : checker.check(text, configuration);
    postMessage({ id, ...JSON.parse(answer), milliseconds: performance.now() - begun });
  } catch (error) {
    // The last line of Python's traceback names the fault.
    postMessage({ id, error: `A fault in mdpaperlint: ${error.message.trim().split("\n").at(-1)}` });
  }
};
