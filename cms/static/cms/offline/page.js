// 本机: what this device keeps and how large it is, what waits to be sent, and what has to be settled.
import { OFFLINE, meta } from "./store.js";
import { drop, entries, flush, onChange, overwrite } from "./queue.js";
import { sendAnswers, waitingElsewhere } from "./elsewhere.js";
import { ANYBODY, NotKept, compare, contentsOf, day, forgetOthers, keep, keptByMe, size, take } from "./keeping.js";

const place = (name) => document.querySelector(`[data-device-${name}]`);
const here = location.pathname === "/offline/";

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function button(text, act, quiet = true) {
  const made = element("button", quiet ? "button button--quiet" : "button", text);
  made.type = "button";
  made.addEventListener("click", async () => {
    made.disabled = true;
    await act();
    made.disabled = false;
  });
  return made;
}

// Words of a member are not thrown away by one slip of a finger.
function twice(text, act) {
  let asked = false;
  const made = button(text, async () => {
    if (asked) await act();
    asked = true;
    made.textContent = `确定${text}`;
  });
  return made;
}

async function showKept() {
  const rows = await compare((await keptByMe()).sort((a, b) => b.savedAt.localeCompare(a.savedAt)));
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  place("total").textContent = rows.length ? `共 ${rows.length} 份，${size(total)}。` : "";
  place("none").hidden = rows.length > 0;
  place("kept").replaceChildren(...rows.map(keptItem));
}

function keptItem(row) {
  const item = element("li", "device__item");
  const title = element("a", "device__title", row.title);
  title.href = row.url;
  const state = element("p", "row__state");
  state.append(element("span", "badge", row.kind), element("span", "", `${day(row.savedAt)}保存`), element("span", "", size(row.bytes)));
  item.append(title, state);
  if (row.changed) item.append(element("p", "notice notice--warn", row.changed.said.join("")));
  if (row.pages.length > 1) item.append(insideOf(row));
  const said = element("p", "row__line");
  said.setAttribute("role", "status");
  const buttons = element("p", "buttons");
  if (row.changed && !row.changed.gone) buttons.append(button("更新", () => renew(row, said)));
  buttons.append(button("从本机移走", async () => { await take(row); await showKept(); }));
  item.append(buttons, said);
  return item;
}

function insideOf(row) {
  const fold = element("details");
  fold.append(element("summary", "", `里面有 ${row.pages.length} 页`));
  const list = element("ul");
  for (const page of row.pages) {
    const line = element("li");
    const link = element("a", "", page.title);
    link.href = page.url;
    line.append(link);
    list.append(line);
  }
  fold.append(list);
  return fold;
}

async function renew(row, said) {
  try {
    const contents = await contentsOf(row.source);
    await keep(contents, row.groups, (done, total, what) => { said.textContent = `正在保存 ${done + 1} / ${total}：${what}`; });
    await showKept();
  } catch (error) {
    said.textContent = error instanceof NotKept ? error.message : "没有更新成，请稍后再试。";
  }
}

async function showQueue() {
  const rows = await entries();
  const others = await waitingElsewhere();
  place("queue-box").hidden = !rows.length && !others.length;
  place("queue").replaceChildren(...rows.map(queueItem), ...others.map(elsewhereItem));
}

function elsewhereItem(one) {
  const item = element("li", "device__item");
  const title = element("a", "device__title", one.label);
  title.href = one.href;
  const state = element("p", "row__state");
  state.append(element("span", "badge", STATES.waiting), element("span", "", `${day(one.at)}写的`));
  item.append(title, state);
  return item;
}

const STATES = { waiting: "等联网后发出", conflict: "网站上有更新的内容", refused: "没有被收下" };

function queueItem(row) {
  const item = element("li", "device__item");
  const state = element("p", "row__state");
  state.append(element("span", row.state === "waiting" ? "badge" : "badge badge--warn", STATES[row.state]), element("span", "", `${day(row.at)}写的`));
  item.append(element("p", "device__title", row.label), state);
  if (row.error) item.append(element("p", "notice notice--warn", row.error));
  const words = row.fields.text ?? row.fields.body;
  if (row.state !== "waiting" && words) item.append(element("p", "row__line", "我写的："), element("blockquote", "device__words", String(words)));
  if (row.theirs) item.append(element("p", "row__line", "网站上现在是："), element("blockquote", "device__words", row.theirs));
  const buttons = element("p", "buttons");
  if (row.state === "conflict") {
    buttons.append(button("以我写的为准", () => overwrite(row.seq), false), twice("丢掉我的，留网站上的", () => drop(row.seq)));
  } else {
    if (row.state === "refused") buttons.append(button("再发一次", () => overwrite(row.seq)));
    buttons.append(twice("丢掉这一条", () => drop(row.seq)));
  }
  item.append(buttons);
  return item;
}

async function sayWhere() {
  place("lost").hidden = here;
  place("no-line").hidden = navigator.onLine;
  if (await meta("large")) document.documentElement.classList.add("is-large");
}

if (OFFLINE) {
  place("script").hidden = true;
  place("box").hidden = false;
  onChange(showQueue);
  addEventListener("online", () => { sayWhere(); if (!here) location.reload(); });
  addEventListener("offline", sayWhere);
  place("send").addEventListener("click", flush);
  await sayWhere();
  const mine = (await meta("owner")) ?? ANYBODY;
  if (mine !== ANYBODY) await forgetOthers(mine);
  await showQueue();
  await showKept();
  await flush();
  await sendAnswers();
  await showQueue();
}
