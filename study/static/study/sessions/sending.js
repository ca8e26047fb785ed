// An enhancement of the forms marked data-send: counts the roll, keeps what is being filled in, and where there is no
// network keeps what was handed in on this phone until it can be sent. Every form carries a number of its own, so that
// the server records it once however often it is sent. Without this module the forms are plain forms.
const OUTBOX = "zhixing.sessions.outbox";
const DRAFT = "zhixing.sessions.draft:";
const box = document.querySelector("[data-outbox]");
const member = box?.dataset.member ?? "";
const form = document.querySelector("form[data-send]");
const said = form?.querySelector("[data-said]");
const SECRET = "csrfmiddlewaretoken";

function read(key, otherwise) {
  try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}

function write(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
}

// randomUUID is only there on https; a village's own server may have none.
function number() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const waiting = () => read(OUTBOX, []);
const own = () => waiting().filter((one) => one.member === member);
const take = (id) => write(OUTBOX, waiting().filter((one) => one.id !== id));
const change = (id, values) => write(OUTBOX, waiting().map((one) => (one.id === id ? { ...one, ...values } : one)));

function entries(of) {
  return [...new FormData(of)].filter(([name, value]) => name !== SECRET && typeof value === "string");
}

async function post(url, fields) {
  const body = new URLSearchParams(fields);
  body.set(SECRET, document.querySelector(`[name=${SECRET}]`)?.value ?? "");
  const response = await fetch(url, {
    method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" },
  });
  if (response.type === "opaqueredirect" || response.status === 403) {
    return { kept: true, said: "还没有发出：请先登录，再按“现在发送”。" };
  }
  if (response.status >= 500) return { kept: true, said: "还没有发出：服务器忙，请过一会儿再发。" };
  const answer = await response.json();
  return response.ok ? { done: true, ...answer } : { refused: true, status: response.status, ...answer, said: answer.error };
}

// --- what waits on this phone --------------------------------------------------------------------------------------
function keep(url, fields, name) {
  const id = fields.find(([field]) => field === "client_id")?.[1] ?? number();
  const others = waiting().filter((one) => one.id !== id);
  const day = fields.find(([field]) => field === "held_on")?.[1] ?? "";
  return write(OUTBOX, [...others, { id, member, url, fields, name, day, at: new Date().toISOString() }]);
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--quiet";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function show() {
  if (!box) return;
  const rows = box.querySelector("[data-outbox-rows]");
  const list = own();
  box.hidden = list.length === 0;
  rows.replaceChildren(...list.map((one) => {
    const row = document.createElement("li");
    row.className = "row";
    const title = document.createElement("strong");
    title.textContent = `${one.name}${one.day ? ` ${one.day}` : ""}`;
    const note = document.createElement("p");
    note.className = "row__line";
    note.textContent = one.said ?? `${new Date(one.at).toLocaleString("zh-CN")}填好，联网后自动发送。`;
    row.append(title, note);
    if (one.status === 409 && one.version !== undefined) {
      row.append(button("用我这一份", () => {
        const fields = one.fields.map(([name, value]) => [name, name === "based_on" ? String(one.version) : value]);
        change(one.id, { fields, status: 0, said: undefined });
        send();
      }));
    }
    if (one.refused) row.append(button("不发了，删去", () => { take(one.id); show(); }));
    return row;
  }));
}

let busy = false;
async function send() {
  if (busy) return;
  busy = true;
  try {
    for (const one of own()) {
      if (one.status === 409) continue;
      const answer = await post(one.url, one.fields);
      if (answer.done) take(one.id);
      else change(one.id, { said: answer.said, refused: Boolean(answer.refused), status: answer.status ?? 0, version: answer.version });
    }
  } catch { /* still no network: everything stays */ } finally { busy = false; show(); }
}

// --- the form on this page -----------------------------------------------------------------------------------------
const draftKey = form ? `${DRAFT}${member}:${form.dataset.send}:${form.elements.organization?.value ?? ""}` : "";

function sum() {
  const roll = form?.querySelector("[data-roll]");
  if (!roll) return;
  const counts = new Map();
  for (const input of roll.querySelectorAll("input:checked")) {
    const label = input.nextElementSibling.textContent;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  roll.querySelector("[data-roll-sum]").textContent = [...counts].map(([label, number]) => `${label} ${number}`).join("，");
}

function saveDraft() {
  write(draftKey, { based: form.elements.based_on?.value ?? "", fields: entries(form) });
}

function restoreDraft() {
  const draft = read(draftKey, null);
  if (!draft || draft.based !== (form.elements.based_on?.value ?? "")) return;
  for (const [name, value] of draft.fields) {
    if (name === "client_id" || name === "organization") continue;
    const field = form.elements[name];
    if (!field) continue;
    if (field instanceof RadioNodeList) field.value = value;
    else if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
    else field.value = value;
  }
  if (said) said.textContent = "接着上次没填完的填。";
}

function localToday() {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

async function handIn(event) {
  event.preventDefault();
  if (!form.reportValidity()) return;
  const fields = entries(form);
  const pressed = event.submitter;
  if (pressed) pressed.disabled = true;
  try {
    const answer = await post(form.dataset.send, fields);
    if (answer.done) {
      localStorage.removeItem(draftKey);
      location.assign(answer.url);
      return;
    }
    if (!answer.kept) {
      if (answer.status === 409 && answer.version !== undefined && keep(form.dataset.send, fields, form.dataset.name)) {
        change(form.elements.client_id.value, { said: answer.said, refused: true, status: 409, version: answer.version });
        show();
        box.scrollIntoView();
      }
      said.textContent = answer.said;
      return;
    }
    later(fields, answer.said);
  } catch {
    later(fields, "没有网络，已存在这台手机上，联网后自动发送。");
  } finally {
    if (pressed) pressed.disabled = false;
  }
}

function later(fields, words) {
  if (!keep(form.dataset.send, fields, form.dataset.name)) {
    said.textContent = "没有网络，这台手机也存不下，请不要关掉这一页，联网后再按“保存”。";
    return;
  }
  said.textContent = words;
  localStorage.removeItem(draftKey);
  if ("fresh" in form.dataset) {
    form.reset();
    form.elements.client_id.value = number();
  }
  show();
  sum();
}

if (form) {
  // A page kept for use without network is the same page every time: what is handed in from it gets a new number.
  if ("fresh" in form.dataset && !form.querySelector("[role=alert]")) form.elements.client_id.value = number();
  if ("fresh" in form.dataset && !form.querySelector("[role=alert]")) form.elements.held_on.valueAsDate = localToday();
  restoreDraft();
  form.addEventListener("change", () => { saveDraft(); sum(); });
  form.addEventListener("submit", handIn);
  sum();
}
box?.querySelector("[data-outbox-send]").addEventListener("click", send);
addEventListener("online", send);
show();
if (navigator.onLine && own().length) send();
