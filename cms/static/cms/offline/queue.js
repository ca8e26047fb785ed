// What a member writes is first kept on this device, then sent: once, in order, when there is a line.
//
// A module of another app imports `post` from ../cms/offline/queue.js:
//
//   const { state, answer, error } = await post({ url, fields, label: "笔记：第二十条", channel: "notes-12" });
//
// `state`: "sent" (answer: the server's JSON), "waiting" (no line, or not logged in), "conflict" or "refused" (error: one
// sentence; the member settles it at /offline/). Fields are texts or lists of texts; the form gains `client_id` (a UUID,
// by which the endpoint tells a repetition) and `client_at` (when it was made, ISO 8601; `client_age` is
// the same in milliseconds ago, which a wrong clock does not spoil). The endpoint answers 2xx for
// taken, now or before; 409 `{error, theirs, version}` when something newer stands there, and takes it after all when
// `overwrite` holds that version; any other 4xx `{error}` for refused. What shares a channel waits for the one before it.
// `replaces`: an entry of the same channel and address that has not been sent gives way (only the last place read counts).
// `quiet`: if it is refused nobody needs to know (a beat of reading, never words of a member).
import { all, owner, put, remove } from "./store.js";

const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);
// A line that does not answer for so long is none.
const PATIENCE_MS = 20_000;
const RETRY_MS = [3000, 10_000, 30_000, 60_000];
const listeners = new Set();
let running = null;
let tries = 0;
let timer = 0;

export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const changed = () => listeners.forEach((listener) => listener());

export async function entries() {
  const mine = await owner();
  return (await all("queue")).filter((row) => row.owner === mine);
}

export async function post({ url, fields, label, channel = url, replaces = false, quiet = false, at = new Date() }) {
  const row = {
    id: crypto.randomUUID(), at: at.toISOString(), owner: await owner(),
    url, fields, label, channel, quiet, state: "waiting", page: location.pathname,
  };
  if (replaces) {
    const old = (await entries()).filter((one) => one.channel === channel && one.url === url && one.state === "waiting");
    for (const one of old) await remove("queue", one.seq);
  }
  await put("queue", row);
  changed();
  await flush().catch(() => {});
  return outcome(row) ?? { state: "waiting" };
}

// What became of the entries of this page; kept until asked for, because another call may have sent them.
const outcomes = new Map();

function outcome(row) {
  const found = outcomes.get(row.id);
  outcomes.delete(row.id);
  return found;
}

// Sends what waits. Calls at the same time, in this tab or another, become one after the other.
export async function flush() {
  const one = running ?? Promise.resolve();
  running = one.then(locked, locked);
  return running;
}

function locked() {
  if (navigator.locks) return navigator.locks.request("zhixing-queue", sendAll);
  return sendAll();
}

async function sendAll() {
  const mine = await owner();
  const rows = (await all("queue")).filter((row) => row.owner === mine && row.state === "waiting");
  if (!rows.length || !navigator.onLine) return;
  const who = await whoAmI();
  // Never in somebody else's name: what another person left behind waits for that person.
  if (who?.owner !== mine) { if (!who) again(); return; }
  let left = false;
  const held = new Set((await all("queue")).filter((row) => row.state === "conflict").map((row) => row.channel));
  for (const row of rows) {
    if (held.has(row.channel)) continue;
    const said = await send(row, who.token);
    if (said.state === "waiting") {
      if (said.cut) { again(); return; }
      // What one page will not take yet keeps back only what follows it on the same page.
      held.add(row.channel);
      left = true;
      continue;
    }
    outcomes.set(row.id, said);
    if (said.state === "conflict") held.add(row.channel);
    if (said.state === "sent" || (said.state === "refused" && row.quiet)) await remove("queue", row.seq);
    else await put("queue", { ...row, ...said });
    changed();
  }
  if (left) again();
  else tries = 0;
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(flush, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  tries += 1;
}

export async function whoAmI() {
  try {
    const response = await fetch("/offline/who/", { cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(PATIENCE_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function formOf(row) {
  const body = new FormData();
  for (const [name, value] of Object.entries(row.fields)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
  }
  body.set("client_id", row.id);
  body.set("client_at", row.at);
  body.set("client_age", Math.max(0, Date.now() - Date.parse(row.at)));
  return body;
}

async function send(row, token) {
  let response;
  try {
    response = await fetch(row.url, {
      method: "POST",
      body: formOf(row),
      headers: { "X-CSRFToken": token, "X-Queue": "1", Accept: "application/json" },
      signal: AbortSignal.timeout?.(PATIENCE_MS),
    });
  } catch {
    return { state: "waiting", cut: true };
  }
  // A log-in page: who logs in again sends it.
  if (response.status === 401 || response.redirected && response.url.includes("/accounts/login/")) return { state: "waiting", cut: true };
  if (LATER.has(response.status)) return { state: "waiting" };
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return { state: "sent", answer };
  if (response.status === 403 && !answer.error) return { state: "waiting" };
  const error = answer.error ?? `没有收下（${response.status}），请打开原来的页面再试。`;
  const { theirs, version } = answer;
  return { state: response.status === 409 && version ? "conflict" : "refused", error, answer, theirs, version };
}

// “以我的为准”: sends it again, over the version the member was shown.
export async function overwrite(seq) {
  const row = (await entries()).find((one) => one.seq === seq);
  if (!row) return;
  const fields = { ...row.fields, ...(row.version ? { overwrite: row.version } : {}) };
  await put("queue", { ...row, fields, state: "waiting", error: undefined });
  changed();
  await flush();
}

export async function drop(seq) {
  await remove("queue", seq);
  changed();
  // What waited behind it may go now.
  await flush();
}

addEventListener("online", () => { tries = 0; flush(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
