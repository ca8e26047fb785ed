// “保存到本机” on a text, a topic or a bag. The box is in the page, hidden; it is shown where a device can keep things.
import { NotKept, compare, contentsOf, day, keep, keptRow, size } from "./keeping.js";

const box = document.querySelector("[data-keep]");
const part = (name) => box.querySelector(`[data-keep-${name}]`);
const start = part("start");
const said = part("said");
const bar = part("bar");
const choice = part("choice");

async function show() {
  const row = await keptRow(box.dataset.key);
  bar.hidden = true;
  choice.hidden = true;
  start.hidden = false;
  if (!row) {
    start.textContent = "保存到本机";
    said.textContent = "没有网络时也能看。";
    return;
  }
  const [now] = await compare([row]);
  start.textContent = now.changed ? "更新本机这份" : "重新保存";
  start.hidden = Boolean(now.changed?.gone);
  said.textContent = now.changed ? now.changed.said.join("") : `已保存在本机（${day(row.savedAt)}，${size(row.bytes)}）。`;
}

async function ask() {
  start.disabled = true;
  try {
    const contents = await contentsOf(box.dataset.keep);
    const groups = groupsOf(contents);
    if (groups.length) choose(contents, groups);
    else await run(contents, []);
  } catch (error) {
    fault(error);
  }
  start.disabled = false;
}

function groupsOf(contents) {
  const sums = new Map();
  for (const file of contents.files.filter((one) => one.group)) {
    sums.set(file.group, (sums.get(file.group) ?? 0) + file.bytes);
  }
  return [...sums].map(([group, bytes]) => ({ group, label: `${contents.groups[group]}（${size(bytes)}）` }));
}

function choose(contents, groups) {
  const list = choice.querySelector("[data-keep-groups]");
  list.replaceChildren(...groups.map(({ group, label }) => {
    const row = document.createElement("label");
    row.className = "keep__group";
    const tick = document.createElement("input");
    tick.type = "checkbox";
    tick.value = group;
    row.append(tick, ` ${label}`);
    return row;
  }));
  choice.hidden = false;
  start.hidden = true;
  choice.querySelector("button").onclick = () => {
    const chosen = [...list.querySelectorAll("input:checked")].map((tick) => tick.value);
    run(contents, chosen).catch(fault);
  };
}

async function run(contents, groups) {
  choice.hidden = true;
  start.hidden = true;
  bar.hidden = false;
  navigator.storage?.persist?.();
  await keep(contents, groups, (done, total, what) => {
    bar.max = total;
    bar.value = done;
    said.textContent = `正在保存 ${done + 1} / ${total}：${what}`;
  });
  await show();
  if (contents.left.length) said.textContent += contents.left.join("");
}

function fault(error) {
  bar.hidden = true;
  choice.hidden = true;
  start.hidden = false;
  said.textContent = error instanceof NotKept ? error.message : "没有保存成，请刷新页面再试。";
}

start.addEventListener("click", ask);
box.hidden = false;
await show();
