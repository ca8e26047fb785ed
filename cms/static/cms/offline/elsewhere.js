// Answers of a paper that the paper's own page keeps on this device (quizzes/kept.js). They count as unsent like what is in
// the queue, and are sent from whatever page is opened first.
import { post } from "./queue.js";
import { owner } from "./store.js";

const ANSWER = /^zhixing-answer:(\d+):(\d+)$/;

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function keys() {
  try { return Object.keys(localStorage); } catch { return []; }
}

// Answers of somebody else who used this phone stay until that person comes back.
async function ownAnswers() {
  const mine = await owner();
  return answers().filter(({ entry }) => entry.owner === mine);
}

function answers() {
  return keys().flatMap((key) => {
    const [, attempt, position] = ANSWER.exec(key) ?? [];
    const entry = attempt && read(key);
    return entry ? [{ key, attempt, position, entry, label: `测验第 ${position} 题的答案`, at: new Date(entry.given).toISOString() }] : [];
  });
}

// The entries, newest last, as the queue's: what they are, when they were made, and where they are settled.
export async function waitingElsewhere() {
  return (await ownAnswers()).map(({ attempt, label, at }) => ({ label, at, href: `/quizzes/attempts/${attempt}/` }));
}

// An answer goes with the name of its page and its number, by which the server tells a repetition from a change.
export async function sendAnswers() {
  if (!navigator.onLine || document.querySelector("[data-answers]")) return;
  for (const { key, attempt, position, entry, label } of await ownAnswers()) {
    const fields = { [`q${position}`]: entry.values, device: entry.device, turn: String(entry.turn) };
    const url = `/quizzes/attempts/${attempt}/answers/${position}/`;
    const { state } = await post({ url, fields, label, channel: key, replaces: true, at: new Date(entry.given) });
    const now = read(key);
    // In the queue it is as safe as here; a newer answer stays.
    if (state !== "waiting" && now?.device === entry.device && now.turn === entry.turn) localStorage.removeItem(key);
  }
}

// Log-out: drafts, and what could not be sent and was given up.
export async function clearElsewhere() {
  sessionStorage.clear();
  const others = new Set(answers().map(({ key }) => key));
  for (const { key } of await ownAnswers()) others.delete(key);
  for (const key of keys()) if (!others.has(key)) localStorage.removeItem(key);
}
