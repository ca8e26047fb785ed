// An enhancement: select words in a provision to mark them, write beside them, or ask the branch. Without scripts the page
// links to a list of sentences instead. White space never counts: the server looks the words up in the text itself.
// Without a line a note waits on the device and is sent later, once: its key tells the server a repetition.
import { entries, post } from "../cms/offline/queue.js";

const section = document.querySelector("[data-notes]");
const body = document.querySelector(".text__body");
const KINDS = [["highlight", "划线"], ["note", "笔记"], ["question", "提问"], ["reflection", "心得"]];
const HINTS = { note: "写下您的笔记", question: "想问支部什么？书记会看到", reflection: "写下学习心得" };
const CONTEXT = 32;

const fold = (text) => text.replace(/\s+/g, "");

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Every character of a unit that is no white space, with the text node it stands in. */
function characters(unit) {
  const places = [];
  const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT, (node) => (
    node.parentElement.closest(".t-cited, .t-lectures") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
  ));
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    for (let at = 0; at < data.length; at += 1) {
      if (data[at].trim()) places.push({ node: walker.currentNode, at, character: data[at] });
    }
  }
  return places;
}

/** The top-level part of the text a node stands in. */
function unitOf(node) {
  let part = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  while (part && part.parentElement !== body) part = part.parentElement;
  return part?.id ? part : null;
}

function paint(note) {
  const unit = note.exact && !note.doubt && document.getElementById(note.address);
  if (!unit || !body.contains(unit)) return;
  const places = characters(unit);
  const text = places.map((one) => one.character).join("");
  const start = text.startsWith(note.exact, note.start) ? note.start : text.indexOf(note.exact);
  if (start < 0) return;
  const spans = new Map();
  for (const { node, at } of places.slice(start, start + note.exact.length)) {
    const span = spans.get(node) ?? { from: at };
    spans.set(node, { from: span.from, to: at + 1 });
  }
  for (const [node, { from, to }] of spans) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = document.createElement("mark");
    mark.className = `note-mark note-mark--${note.kind}`;
    mark.title = note.body ? `${note.label}：${note.body.slice(0, 80)}` : note.label;
    range.surroundContents(mark);
  }
}

/** What is selected, as a quotation in one unit; null when nothing is, or when it reaches over several. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const unit = unitOf(range.startContainer);
  if (!unit || !body.contains(range.endContainer)) return null;
  const inside = characters(unit).filter(({ node, at }) => range.comparePoint(node, at) >= 0 && range.comparePoint(node, at + 1) <= 0);
  const reachesOn = unitOf(range.endContainer) !== unit && range.endOffset > 0 && fold(selection.toString()).length > inside.length;
  if (!inside.length) return null;
  const all = characters(unit);
  const text = all.map((one) => one.character).join("");
  const start = all.findIndex((one) => one.node === inside[0].node && one.at === inside[0].at);
  const exact = text.slice(start, start + inside.length);
  const end = start + exact.length;
  return { address: unit.id, exact, before: text.slice(Math.max(0, start - CONTEXT), start), after: text.slice(end, end + CONTEXT), reachesOn };
}

function row(note) {
  const item = document.createElement("li");
  item.className = "row";
  const link = document.createElement("a");
  link.className = "row__title";
  link.href = `/study/notes/${note.id}/`;
  link.textContent = note.label;
  item.append(link);
  for (const [text, name] of [[note.exact, "row__line"], [note.body, "note-row__body"]]) {
    if (!text) continue;
    const line = document.createElement("p");
    line.className = name;
    line.textContent = text.length > 100 ? `${text.slice(0, 100)}……` : text;
    item.append(line);
  }
  return item;
}

function makeBar() {
  const bar = document.createElement("div");
  bar.className = "note-bar no-print";
  bar.hidden = true;
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "选中的文字");
  const buttons = document.createElement("div");
  buttons.className = "note-bar__kinds";
  for (const [kind, label] of KINDS) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--quiet", textContent: label });
    button.dataset.kind = kind;
    buttons.append(button);
  }
  const form = document.createElement("form");
  form.hidden = true;
  form.innerHTML = '<div class="field"><label for="note-bar-body"></label><textarea id="note-bar-body" rows="3" maxlength="20000"></textarea></div><div class="buttons"><button class="button" type="submit">保存</button><button class="button button--quiet" type="button" data-cancel>不写了</button></div>';
  const said = document.createElement("p");
  said.className = "note-bar__said";
  said.setAttribute("role", "status");
  bar.append(buttons, form, said);
  (document.querySelector("main") || document.body).append(bar);
  return { bar, buttons, form, said, area: form.querySelector("textarea"), label: form.querySelector("label") };
}

if (section && body) {
  const url = section.dataset.notes;
  const list = section.querySelector("[data-notes-list]");
  const token = section.querySelector("[name=csrfmiddlewaretoken]").value;
  const ui = makeBar();
  let quote = null;
  let kind = "";
  let key = "";

  const close = () => { ui.bar.hidden = true; ui.form.hidden = true; ui.buttons.hidden = false; ui.area.value = ""; quote = null; key = ""; };
  const isWriting = () => !ui.form.hidden;

  const save = async () => {
    key ||= newKey();
    const data = new FormData();
    const { reachesOn, ...anchor } = quote;
    for (const [name, value] of Object.entries({ ...anchor, kind, key, body: ui.area.value, csrfmiddlewaretoken: token })) data.append(name, value);
    try {
      const response = await fetch(url, { method: "POST", body: data });
      const answer = await response.json();
      if (!response.ok) { ui.said.textContent = answer.error; key = ""; return; }
      show(answer.note, answer.said);
    } catch {
      await keep(data).catch(() => { ui.said.textContent = "没有连上服务器，写的内容还在，请再按一次。"; });
    }
  };

  const show = (note, words) => {
    paint(note);
    if (note.id) list.prepend(row(note));
    getSelection().removeAllRanges();
    close();
    ui.bar.hidden = false;
    ui.buttons.hidden = true;
    ui.said.textContent = words;
    setTimeout(() => { if (!isWriting() && !quote) ui.bar.hidden = true; }, 4000);
  };

  const asNote = (fields) => ({ ...fields, start: -1, doubt: false, label: new Map(KINDS).get(fields.kind) });

  const keep = async (data) => {
    data.delete("csrfmiddlewaretoken");
    const fields = Object.fromEntries(data);
    const label = `${asNote(fields).label}：“${fields.exact.slice(0, 20)}”`;
    const { state, answer, error } = await post({ url, fields, label, channel: url });
    if (state === "sent") show(answer.note, answer.said);
    else if (state === "waiting") show(asNote(fields), "没有网络，已记在本机，联网后自动发出。");
    else ui.said.textContent = error;
  };

  const follow = () => {
    if (isWriting()) return;
    const now = selected();
    if (!now) { if (quote) close(); return; }
    quote = now;
    ui.bar.hidden = false;
    ui.buttons.hidden = false;
    ui.said.textContent = now.reachesOn ? "一次只能选一条里的文字，下面只记前一条的部分。" : "";
  };

  let timer = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(follow, 250); });
  // A press would take the selection away before it is read.
  ui.buttons.addEventListener("pointerdown", (event) => event.preventDefault());
  ui.buttons.addEventListener("click", (event) => {
    const chosen = event.target.closest("button")?.dataset.kind;
    if (!chosen || !quote) return;
    kind = chosen;
    if (kind === "highlight") { save(); return; }
    ui.label.textContent = HINTS[kind];
    ui.buttons.hidden = true;
    ui.form.hidden = false;
    ui.said.textContent = "";
    ui.area.focus();
  });
  ui.form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  ui.form.querySelector("[data-cancel]").addEventListener("click", close);
  ui.bar.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });

  entries().then((rows) => rows.filter((one) => one.url === url).forEach((one) => paint(asNote(one.fields)))).catch(() => {});
  fetch(url).then((response) => response.json()).then(({ notes }) => notes.forEach(paint)).catch(() => { /* the list below the text is there anyway */ });
}
