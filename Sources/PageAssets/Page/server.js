// Talking to the server that the page comes from.

/** Why the server did not do what it was asked, and what would cure it. */
class Refusal extends Error {
  constructor(message, cure) {
    super(`${message} ${cure}`.trim());
  }
}

/** Asks, and throws a refusal where the answer is one. */
async function ask(method, path, body, kind = "application/json") {
  const headers = body === undefined ? {} : { "Content-Type": kind };
  const answer = await fetch(path, { method, headers, body }).catch(() => {
    throw new Refusal("The viewer does not answer.", "See whether gmm view still runs, and start it again.");
  });
  if (answer.ok) return answer;
  const { error, cure } = await answer.json().catch(() => ({ error: `The answer is ${answer.status}.`, cure: "" }));
  throw new Refusal(error, cure);
}

async function askFor(method, path, message) {
  const answer = await ask(method, path, message === undefined ? undefined : JSON.stringify(message));
  return answer.json();
}

async function askForDocument(path) {
  return documentOf(await (await ask("GET", path)).arrayBuffer());
}

/** Saves what the server makes. */
async function save(path, name) {
  const link = element("a", { download: name, href: URL.createObjectURL(await (await ask("GET", path)).blob()) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
