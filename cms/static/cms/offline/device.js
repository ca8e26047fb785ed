// On every page: whose device this is, whether the page is a kept copy, and what has not been sent.
import { OFFLINE, meta, setMeta } from "./store.js";
import { entries, flush, onChange, post, whoAmI } from "./queue.js";
import { ANYBODY, compare, day, forgetOthers, keptByMe } from "./keeping.js";
import { sendAnswers, waitingElsewhere } from "./elsewhere.js";
import "./leaving.js";

const root = document.documentElement;
const COMPARE_EVERY_MS = 3600 * 1000;

async function settle() {
  const mine = root.dataset.owner;
  if (!mine || root.dataset.kept) return;
  if ((await meta("owner")) !== mine) await setMeta("owner", mine);
  await setMeta("large", root.classList.contains("is-large"));
  if (mine !== ANYBODY) await forgetOthers(mine);
}

// A page that the browser took out of its own memory may be of somebody who has logged out since.
addEventListener("pageshow", async (event) => {
  if (!event.persisted || !root.dataset.owner) return;
  const who = await whoAmI();
  if (who && who.owner !== root.dataset.owner) location.reload();
});

function notice(text, kind = "") {
  const line = document.createElement("p");
  line.className = `notice no-print ${kind}`;
  line.textContent = text;
  document.getElementById("main").prepend(line);
  return line;
}

async function sayKept() {
  if (!root.dataset.kept) return;
  const rows = (await keptByMe()).filter((row) => row.pages.some((page) => page.url === location.pathname));
  const changed = rows.flatMap((row) => row.changed?.said ?? []);
  notice(`这是${day(root.dataset.kept)}保存在本机的副本。${changed.join("")}`, changed.length ? "notice--warn" : "");
}

async function compareNow() {
  if (root.dataset.kept || Date.now() - ((await meta("compared")) ?? 0) < COMPARE_EVERY_MS) return;
  const rows = await keptByMe();
  if (!rows.length) return;
  await setMeta("compared", Date.now());
  await compare(rows);
}

// One line under the page's head: how much waits, and what somebody has to settle.
async function sayUnsent() {
  const line = document.querySelector("[data-unsent]");
  if (!line) return;
  const rows = [...(await entries()), ...(await waitingElsewhere()).map((one) => ({ ...one, state: "waiting" }))];
  const open = rows.filter((row) => row.state !== "waiting").length;
  const link = line.querySelector("a");
  link.textContent = open ? `有 ${open} 条没有被收下，去看一看` : `有 ${rows.length} 条写在本机，等联网后发出`;
  line.hidden = !rows.length;
}

// A form that may wait for the line: <form data-offline="what it is">. With a line it goes the usual way.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.offline || event.defaultPrevented || (navigator.onLine && !root.dataset.kept)) return;
  event.preventDefault();
  const fields = {};
  for (const [name, value] of new FormData(form, event.submitter)) {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string") (fields[name] ??= []).push(value);
  }
  const done = await post({ url: form.getAttribute("action") || location.pathname, fields, label: form.dataset.offline });
  const words = { sent: "已经发出。", waiting: "没有网络，已记在本机，联网后自动发出。" };
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  line.textContent = words[done.state] ?? done.error;
  form.replaceWith(line);
});

if (OFFLINE) {
  // Registered first and not waited for: a slow line must not keep the page's own things back.
  navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
  onChange(sayUnsent);
  addEventListener("online", sendAnswers);
  try {
    await settle();
    if (document.querySelector("[data-keep]") && !root.dataset.kept) await import("./keep.js");
    await sayKept();
    await sayUnsent();
    await flush();
    await sendAnswers();
    await sayUnsent();
    await compareNow();
  } catch { /* a browser that forbids storage: everything works as it does without this file */ }
}
