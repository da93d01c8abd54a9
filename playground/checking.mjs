// Questions to the worker. Of several checks that were asked for, only the last one is answered.
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let asked = 0;
let lastCheck = 0;

worker.onmessage = ({ data }) => {
  if (data.id === 0) for (const answer of waiting.values()) answer(data);
  waiting.get(data.id)?.(data);
  waiting.delete(data.id);
};
worker.onerror = (event) => worker.onmessage({ data: { id: 0, error: `The worker stopped: ${event.message}` } });

function ask(question) {
  const id = ++asked;
  return new Promise((answer) => {
    waiting.set(id, answer);
    worker.postMessage({ id, ...question });
  });
}

/** Resolves with null when another check was asked for meanwhile. */
export async function check(text, configuration) {
  const number = ++lastCheck;
  const answer = await ask({ kind: "check", text, configuration });
  return number === lastCheck ? answer : null;
}

export const fix = (text, configuration, unsafe) => ask({ kind: "fix", text, configuration, unsafe });
