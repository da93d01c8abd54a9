// node build.mjs FOLDER: writes the page to a folder, but for packages.zip, which holds mdpaperlint.
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";

const folder = resolve(process.argv[2]);
const pyodide = new URL("node_modules/pyodide/", import.meta.url);
const here = (name) => new URL(name, import.meta.url);

await mkdir(`${folder}/pyodide`, { recursive: true });
const { info } = JSON.parse(await readFile(new URL("pyodide-lock.json", pyodide), "utf8"));
await build({
  absWorkingDir: here(".").pathname,
  entryPoints: ["main.mjs", "worker.mjs", "style.css"],
  outdir: folder,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  external: ["./pyodide/*"],
  define: { PYODIDE: JSON.stringify(info) },
  legalComments: "linked",
  logLevel: "warning",
});
await copyFile(here("index.html"), `${folder}/index.html`);
for (const name of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"])
  await copyFile(new URL(name, pyodide), `${folder}/pyodide/${name}`);
